#pragma once

#include <vector>

#include "core/model/change.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::change {

/// What two inventories say differently about their entities: added, removed, attributes, uses,
/// owners, replay settings. The changed entity of a use is the user.
std::vector<Change> inventory_changes(const Inventory& before, const Inventory& after);

/// An entity's plain facts by name, as changes compare them: `version`, `owners.technical`,
/// `replay.gate.margin`, ... Lists are joined by ", ".
std::vector<std::pair<std::string, std::string>> facts_of(const Entity& entity);

}  // namespace tidemark::change
