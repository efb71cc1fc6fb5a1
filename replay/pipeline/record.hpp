#pragma once

#include <string>

#include "core/change/changes.hpp"
#include "core/graph/dependency_graph.hpp"
#include "replay/pipeline/session.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// What a recording came to, for the person who reviews it.
struct Recorded {
  EntityId automation;
  bool deterministic = false;  ///< as declared
  std::string path;            ///< of the baseline, relative to tidemark.yaml
  std::size_t cases = 0;
  int runs = 0;            ///< control runs per case
  double mean = 0;         ///< mean score of the control runs
  bool all_agree = false;  ///< every repeat of every case gave the same output
  std::string text;        ///< the baseline file's, sorted
  std::size_t trials = 0;  ///< that were recorded now; all others are the earlier baseline's
  bool are_json_within_texts = false;  ///< the references, and `json` is what compares them
};

/// What becomes of the baseline that is there.
enum class Earlier {
  replaced,
  kept,  ///< only what it lacks is recorded; it must be of the same state
};

/// Runs every golden case 1 + `runs` times. Writes nothing. Throws Error: evaluation when a trial
/// failed or gave an empty output, when the mean is under min_score, or when a deterministic
/// automation's repeats disagree; configuration when there is nothing to record. An earlier
/// baseline that is kept is not run again; it may have more control runs than `runs`.
Recorded record(const change::World& world, const DependencyGraph& graph, const Entity& automation,
                int runs, Session& session, Earlier earlier = Earlier::replaced);

/// What came of several.
struct Recordings {
  std::vector<Recorded> made;  ///< their baselines are written
  /// Error(evaluation), with a line for each that could not be recorded, or run::OutOfBudget; null
  /// when all were.
  std::exception_ptr failure;
};

/// Records the named automations as they lie on disk and writes the baselines of those that could
/// be recorded. Throws as record() what concerns all.
RunResult<Recordings> record_now(const Workspace& workspace, const std::vector<std::string>& names,
                                 int runs, Parts& parts, Earlier earlier = Earlier::replaced);

/// Writes the baseline files, each atomically.
void write(const Workspace& workspace, const std::vector<Recorded>& recordings);

}  // namespace tidemark::pipeline
