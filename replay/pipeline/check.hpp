#pragma once

#include <string>
#include <vector>

#include "core/host/host.hpp"
#include "core/model/check.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// Everything that is wrong or doubtful about a workspace as it lies on disk on the day `today`
/// (YYYY-MM-DD). Golden sets, files, runners and rules are looked at once the inventory can be
/// read. `built_in` are the plugins that tidemark ships, `tool` is its version; `host` starts those
/// of them that a runner names, to hear what they say of its settings.
CheckReport check(const Workspace& workspace, const std::vector<host::PluginFile>& built_in,
                  host::Host& host, const std::string& tool, const std::string& today);

}  // namespace tidemark::pipeline
