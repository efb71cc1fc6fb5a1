#pragma once

#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::change {

/// An entity that bears another name.
struct Rename {
  EntityId from, to;

  bool operator==(const Rename&) const = default;
};

/// Entities of which only one side knows the id, that say the same under both, and that nothing
/// else could be. An entity that says nothing is never taken for another one. Sorted by `to`.
std::vector<Rename> renames_between(const Inventory& before, const Inventory& after);

/// The inventory with the new names, also where they are used.
Inventory with_renames(Inventory inventory, const std::vector<Rename>& renames);

}  // namespace tidemark::change
