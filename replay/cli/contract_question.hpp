#pragma once

#include <string>

#include "core/contract/contract.hpp"
#include "core/json/json.hpp"
#include "core/model/inventory.hpp"
#include "replay/cli/arguments.hpp"

namespace tidemark::cli {

/// What differs between two contracts that are named as on a command line: a file, relative to -C,
/// or `REV:path`.
contract::Difference contract_difference(const Arguments& arguments, const std::string& before,
                                         const std::string& after);

/// What `--contract OLD NEW --as ID` adds to an answer of `impact`.
struct ContractAnswer {
  std::string text;
  json::Value value;
};
/// Throws Error(usage) without --as, Error(configuration) when it names no entity.
ContractAnswer contract_impact(const Arguments& arguments, const Inventory& inventory);

}  // namespace tidemark::cli
