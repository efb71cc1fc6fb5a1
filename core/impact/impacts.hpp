#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/graph/dependency_graph.hpp"
#include "core/model/change.hpp"
#include "core/model/impact.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::impact {

/// A contract that changed in nothing else but its files, and its direct users that see nothing of
/// that. What else travels along their uses does so as ever.
struct Bypass {
  EntityId contract;
  std::vector<EntityId> users;  ///< sorted
};

/// By automation: the paths that nobody claims and that count as reaching it, sorted.
using UnclassifiedPaths = std::map<EntityId, std::vector<std::string>>;

/// Every automation that the changes can reach, once, nearest first, then by id. `graph` must hold
/// both states, so that a use that was removed still carries its change. A benign change (a title,
/// an owner) reaches nobody, a file whatever it is called. A changed golden set or baseline is the
/// evidence only where nothing else reaches.
std::vector<Impact> impacts_of(const ChangeSet& changes, const DependencyGraph& graph,
                               UnclassifiedPaths unclassified = {},
                               const std::vector<Bypass>& bypasses = {});

/// Marks the impacts whose ways all take a soft use; `before` and `after` are what the graph that
/// they were found in was made of.
void mark_strength(std::vector<Impact>& impacts, const ChangeSet& changes, const Inventory& before,
                   const Inventory& after, const std::vector<Bypass>& bypasses);

}  // namespace tidemark::impact
