#pragma once

#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::change {

/// An entity that bears another name.
struct Rename {
  EntityId from, to;

  bool operator==(const Rename&) const = default;
};

/// Entities of which only one side knows the id, and that say nearly the same under both: more than
/// half of what the two say, owners left out, they say alike. Each must be the other's best match
/// and no other as good; an entity that says nothing is never taken for another one. For people
/// only: a gate takes a renamed entity for a removed and an added one. Sorted by `to`.
std::vector<Rename> renames_between(const Inventory& before, const Inventory& after);

/// The inventory with the new names, also where they are used.
Inventory with_renames(Inventory inventory, const std::vector<Rename>& renames);

}  // namespace tidemark::change
