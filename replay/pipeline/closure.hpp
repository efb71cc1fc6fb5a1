#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/change/changes.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/model/golden.hpp"
#include "core/model/inventory.hpp"
#include "replay/pipeline/plugin_shelf.hpp"

namespace tidemark::pipeline {

/// The state of everything an automation's behaviour rests on, as one hash.
struct Closure {
  std::string hash;  ///< closure/1: SHA-256 of `text`, hex
  std::string text;  ///< canonical JSON of all components
  /// Name and SHA-256 of each component: `model:x`, `files model:x`, `runner`, `golden`, ...;
  /// sorted.
  std::vector<std::pair<std::string, std::string>> components;
};

/// closure/1 of an automation (docs/architecture.md): the automation and everything it transitively
/// uses (id, version, plain attributes, uses; not title, owners, review, contacts), the blobs of
/// their claimed files, runner, comparators, scrubbers and gate, golden set, baseline and plugin.
/// An empty `baseline_hash` leaves the baseline out, as a baseline's own header needs it.
Closure closure_of(const change::World& world, const DependencyGraph& graph,
                   const Entity& automation, const std::string& golden_hash,
                   const std::string& baseline_hash, const std::string& plugin_identity);

/// The automation's closure with golden set, baseline and plugins as this state has them.
Closure closure_now(const change::World& world, const DependencyGraph& graph,
                    const Entity& automation, const PluginShelf& plugins);

/// SHA-256 of a file of the workspace, `path` relative to tidemark.yaml; "" when it is not there.
std::string hash_of(const change::World& world, const std::string& path);

/// SHA-256 over how an automation is run, compared, scrubbed and gated, hex.
std::string replay_hash(const ReplaySpec& replay);

}  // namespace tidemark::pipeline
