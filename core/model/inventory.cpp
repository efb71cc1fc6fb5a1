#include "core/model/inventory.hpp"

#include <algorithm>

namespace tidemark {

std::string_view to_string(Criticality criticality) {
  return criticality == Criticality::hard ? "hard" : "soft";
}

std::string_view to_string(OwnerOrigin origin) {
  constexpr std::array<std::string_view, 4> names = {"nobody", "entity", "defaults", "codeowners"};
  return names[static_cast<std::size_t>(origin)];
}

const UseDetail& Use::detail() const {
  static const UseDetail defaults;
  return said ? *said : defaults;
}

const Entity* Inventory::find(const EntityId& id) const {
  const std::size_t at = position_of(id);
  return at != entities.size() && entities[at].id == id ? &entities[at] : nullptr;
}

std::size_t Inventory::position_of(const EntityId& id) const {
  const auto place = std::lower_bound(
      entities.begin(), entities.end(), id,
      [](const Entity& entity, const EntityId& wanted) { return entity.id < wanted; });
  return static_cast<std::size_t>(place - entities.begin());
}

}  // namespace tidemark
