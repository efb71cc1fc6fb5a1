#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/graph/dependency_graph.hpp"
#include "core/model/contract_change.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::impact {

/// The parts that a use names; empty for all of it.
using PartsOf = std::function<std::vector<std::string>(const Use& use)>;

/// Whom findings that are not benign reach, through every direct use of the contract in `users`
/// whose parts they touch.
ContractReach reach_of(const std::vector<Finding>& findings, const EntityId& contract,
                       const Inventory& users, const DependencyGraph& graph,
                       const PartsOf& parts_of);

}  // namespace tidemark::impact
