#pragma once

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include "core/model/inventory.hpp"

namespace tidemark::test {

/// An id from `kind:name`; a bare name is an automation.
inline EntityId id_of(const std::string& text) {
  return parse_entity_id(text).value_or(EntityId{Kind::automation, text});
}

/// An inventory from lines `user <- used, used`: "digest <- system:crm" says that the automation
/// digest uses the system crm.
inline Inventory inventory_of(const std::string& text) {
  std::map<EntityId, Entity> entities;
  const auto entity = [&](const std::string& name) -> Entity& {
    Entity& found = entities[id_of(name)];
    found.id = id_of(name);
    return found;
  };
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream words(line);
    std::string user, arrow;
    if (!(words >> user)) continue;
    entity(user);
    words >> arrow;
    for (std::string used; words >> used;) {
      entity(used);
      entity(user).uses.push_back({id_of(used), {"test.yaml", 1, 1}});
    }
  }
  Inventory inventory;
  for (auto& [id, one] : entities) inventory.entities.push_back(std::move(one));
  return inventory;
}

/// "a < b < c": a way, joined.
inline std::string joined(const std::vector<EntityId>& way, const std::string& between = " < ") {
  std::string text;
  for (const EntityId& id : way) {
    text += (text.empty() ? "" : between) + (id.kind == Kind::automation ? id.name : to_string(id));
  }
  return text;
}

}  // namespace tidemark::test
