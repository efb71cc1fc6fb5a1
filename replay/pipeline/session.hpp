#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/host/host.hpp"
#include "core/host/plugin_file.hpp"
#include "core/ledger/ledger.hpp"
#include "core/model/trial.hpp"
#include "replay/compare/scoring.hpp"
#include "replay/pipeline/judge_of.hpp"

namespace tidemark::pipeline {

/// Hears how far the replay of an automation is: done, of how many.
using Progress =
    std::function<void(const EntityId& automation, std::size_t done, std::size_t total)>;

/// The real parts that a run is made with, built in main() and passed down.
struct Parts {
  host::Host& host;
  ledger::Ledger& ledger;
  std::vector<host::PluginFile> built_in;
  std::string tool;   ///< tidemark's version
  Progress progress;  ///< may be empty
};

/// One run: makes trials and keeps each of them in the ledger under its number.
class Session {
 public:
  Session(Parts& parts, std::filesystem::path folder, const ledger::RunStart& start);

  /// The plugin called `id`, built in or pinned by the judge's workspace. Throws
  /// Error(configuration) for an unknown one, Error(security) for a pin in a built-in one's name.
  host::PluginFile plugin_of(const Judge& judge, const std::string& id) const;
  /// What a closure says of the judge's plugins, runner first: the hash of a pinned one, the
  /// version of a built-in one.
  std::string plugin_identity(const Judge& judge) const;
  /// Makes the judge's comparators: built-in ones here, others in workers of their own.
  compare::Make comparators(const Judge& judge);

  /// Makes the trials in the workspace's folder; outcomes in the order of the trials, all of them
  /// in the ledger. After more than `most_failures` the rest is not run.
  std::vector<Outcome> run(const Judge& judge, std::span<const Trial> trials,
                           std::size_t most_failures);

  /// Stores the end of the run and reads it back through another connection. Throws Error(internal)
  /// when what is stored is not what was done.
  void finish(int exit_code, const std::string& report, const std::vector<Verdict>& verdicts);

  std::int64_t number() const { return run_; }
  const std::string& tool() const { return parts_.tool; }

 private:
  Parts& parts_;
  std::filesystem::path folder_;
  std::int64_t run_;
  std::size_t planned_ = 0;
};

}  // namespace tidemark::pipeline
