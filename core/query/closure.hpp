#pragma once

#include <memory>

#include "core/ledger/tables.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::query {

/// The rows of `closure`: entity, stands_on, distance; keys are the first two. One walk through the
/// graph for each entity whose rows are wanted. Must not outlive the inventory.
std::shared_ptr<const ledger::RowSource> closure_of(const Inventory& inventory);

}  // namespace tidemark::query
