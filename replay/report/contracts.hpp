#pragma once

#include <string>
#include <vector>

#include "core/json/json.hpp"
#include "core/model/contract_change.hpp"

namespace tidemark::report {

/// Entities as reports in JSON list them.
json::Array ids(const std::vector<EntityId>& entities);

/// Contracts that differ, whom that breaks and whom it passes by; "" when there are none. With
/// `most`, so many findings of each at most, benign ones never, and how many more there are; with 0
/// all of them.
std::string contracts_text(const std::vector<ContractChange>& contracts, std::size_t most);

/// The findings of the contracts that reach one automation, a line for each contract.
std::string contract_lines(const std::vector<ContractChange>& contracts,
                           const EntityId& automation);

json::Value contracts_json(const std::vector<ContractChange>& contracts);

}  // namespace tidemark::report
