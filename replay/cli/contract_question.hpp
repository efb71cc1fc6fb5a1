#pragma once

#include <string>
#include <vector>

#include "core/contract/contract.hpp"
#include "core/model/inventory.hpp"
#include "replay/cli/arguments.hpp"
#include "replay/pipeline/contracts.hpp"

namespace tidemark::cli {

/// The contracts that `--contract OLD NEW --as ID` supposes, in their order. Throws Error(usage)
/// where there are not as many --as, Error(configuration) when one names no entity.
std::vector<pipeline::ComparedContract> contracts_named(const Arguments& arguments,
                                                        const Inventory& inventory);

}  // namespace tidemark::cli
