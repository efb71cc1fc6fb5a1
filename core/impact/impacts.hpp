#pragma once

#include <vector>

#include "core/graph/dependency_graph.hpp"
#include "core/model/change.hpp"
#include "core/model/impact.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::impact {

/// Every automation that the changes can reach, once, nearest first, then by id. `graph` must hold
/// both states, so that a use that was removed still carries its change. Unclassified paths reach
/// every automation when the base's policy says so; a benign change (a title, an owner) reaches
/// nobody. A changed golden set or baseline is the evidence only where nothing else reaches.
std::vector<Impact> impacts_of(const ChangeSet& changes, const DependencyGraph& graph,
                               Unclassified policy, const std::vector<EntityId>& automations);

}  // namespace tidemark::impact
