#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/graph/dependency_graph.hpp"
#include "core/model/finding.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::impact {

/// An automation that a contract's findings reach, and the evidence.
struct ContractImpact {
  EntityId automation;
  ChangeClass level = ChangeClass::risky;  ///< the worst of its findings
  /// The contract first, the automation last: the shortest of the ways that carry the worst.
  std::vector<EntityId> path;
  std::vector<std::size_t> findings;  ///< positions, ascending

  bool operator==(const ContractImpact&) const = default;
};

/// Whom the findings of one contract reach.
struct ContractReach {
  EntityId contract;
  std::size_t standing = 0;             ///< automations that stand on the contract
  std::vector<ContractImpact> impacts;  ///< breaking first, then nearest, then by id
};

/// The parts that a use names; empty for all of it.
using PartsOf = std::function<std::vector<std::string>(const Use& use)>;

/// Whom findings that are not benign reach, through every direct use of the contract whose parts
/// they touch.
ContractReach reach_of(const std::vector<Finding>& findings, const EntityId& contract,
                       const Inventory& inventory, const DependencyGraph& graph,
                       const PartsOf& parts_of);

/// "breaking for 3, risky for 1 of 41 automations that stand on schema:order".
std::string to_string(const ContractReach& reach);

}  // namespace tidemark::impact
