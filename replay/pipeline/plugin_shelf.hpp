#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/host/host.hpp"
#include "core/host/plugin_file.hpp"
#include "replay/pipeline/base_plugins.hpp"
#include "replay/pipeline/judge_of.hpp"

namespace tidemark::pipeline {

/// The file that a pin of a workspace in `folder` means.
host::PluginFile file_of(const PluginPin& pin, const std::filesystem::path& folder);

/// The plugins that a judge may name: those of the build, and those that its workspace pins.
struct PluginShelf {
  std::vector<host::PluginFile> built_in;
  std::filesystem::path folder;  ///< that pins are relative to
  PluginCopies copies{};         ///< of pinned ones, which serve in their places

  /// The plugin called `id`. Throws Error(configuration) for an unknown one, Error(security) for a
  /// pin in a built-in one's name.
  host::PluginFile find(const Judge& judge, const std::string& id) const;
  /// The judge's runner, as a worker is to run it. Throws as find().
  host::WorkerSpec runner_of(const Judge& judge) const;
  /// What a closure says of the judge's plugins, runner first: the hash of a pinned one, the
  /// version of a built-in one. The same wherever tidemark was built.
  std::string identity(const Judge& judge) const;
  /// The judge's plugins by their bytes, runner first: what may run again only on this machine.
  std::string bytes(const Judge& judge) const;
};

}  // namespace tidemark::pipeline
