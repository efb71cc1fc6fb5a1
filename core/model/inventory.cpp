#include "core/model/inventory.hpp"

#include <algorithm>

namespace tidemark {

std::string_view to_string(Tier tier) {
  constexpr std::array<std::string_view, 3> names = {"critical", "standard", "experimental"};
  return names[static_cast<std::size_t>(tier)];
}

const Entity* Inventory::find(const EntityId& id) const {
  const auto place = std::lower_bound(
      entities.begin(), entities.end(), id,
      [](const Entity& entity, const EntityId& wanted) { return entity.id < wanted; });
  return place != entities.end() && place->id == id ? &*place : nullptr;
}

}  // namespace tidemark
