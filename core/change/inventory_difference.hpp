#pragma once

#include <vector>

#include "core/change/renames.hpp"
#include "core/model/change.hpp"

namespace tidemark::change {

/// What two inventories say otherwise, as people ask for it. Entities that were renamed bear their
/// new names throughout.
struct InventoryDifference {
  std::vector<EntityId> added, removed;
  std::vector<Rename> renamed;
  /// Uses of entities that were added or removed are among the uses.
  std::vector<Change> versions, uses, owners, other;

  bool empty() const;
};
InventoryDifference difference_between(const Inventory& before, const Inventory& after);

}  // namespace tidemark::change
