#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/model/golden.hpp"
#include "core/model/trial.hpp"
#include "replay/pipeline/closure.hpp"
#include "replay/pipeline/judge_of.hpp"

namespace tidemark::pipeline {

/// The automation's baseline, to be added to; nothing when there is none. Throws
/// Error(configuration) when it was recorded of another automation, or in another state than `now`:
/// a baseline mixes no versions. How outputs are compared, scrubbed and gated may differ, and so
/// may the golden set: outputs do not rest on them.
std::optional<Baseline> baseline_to_append(const change::World& world, const Judge& judge,
                                           const Closure& now);

/// The trials of `wanted` that the baseline has no output of. What it has of a case whose input was
/// changed is of no use.
std::vector<Trial> lacking(std::vector<Trial> wanted, const GoldenSet& golden,
                           const Baseline& baseline);

/// What the baseline has of the golden set's cases, as if it were run now.
std::vector<Outcome> kept(const Baseline& baseline, const GoldenSet& golden);

/// Throws Error(configuration) when a model answers that is none of those which answered when the
/// baseline was recorded. Where either is not named, nobody knows, and nothing is refused.
void need_model_of(const Judge& judge, const Baseline& baseline, const std::string& model);

/// One hash of the judges' baselines as they are on disk.
std::string baselines_hash(const change::World& world, const std::vector<Judge>& judges);

/// A sentence for each judge with a baseline that stands on something floating: its vendor may have
/// moved it since without that the closure shows it.
std::vector<std::string> notes_on_floating(const change::World& world, const DependencyGraph& graph,
                                           const std::vector<Judge>& judges);

}  // namespace tidemark::pipeline
