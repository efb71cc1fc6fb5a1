#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/model/entity_id.hpp"
#include "core/model/finding.hpp"

namespace tidemark {

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

/// "breaking for 3, risky for 1 of 41 automations that stand on schema:order".
std::string to_string(const ContractReach& reach);

/// What differs between two states of a contract's file, and for whom.
struct ContractChange {
  std::string before, after;  ///< how people call the two: a path, or `REV:path`
  std::string kind;           ///< `openapi`, `json-schema`, `sample`; "" when it was not compared
  std::string not_compared;   ///< why, as a clause; then nobody knows whom it breaks
  std::vector<Finding> findings;
  ContractReach reach;
  /// Automations that stand on the contract and that the change passes by: each way goes through a
  /// use whose parts no finding touches and that reads the same on both sides, word for word.
  std::vector<EntityId> apart;
};

}  // namespace tidemark
