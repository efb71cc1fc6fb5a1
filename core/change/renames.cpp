#include "core/change/renames.hpp"

#include <algorithm>
#include <map>

#include "core/change/changes.hpp"

namespace tidemark::change {
namespace {

std::vector<const Entity*> only_in(const Inventory& one, const Inventory& other) {
  std::vector<const Entity*> found;
  for (const Entity& entity : one.entities) {
    if (other.find(entity.id) == nullptr) found.push_back(&entity);
  }
  return found;
}

/// Owners do not count: they may be the defaults.
bool says_something(const Entity& entity) {
  return !entity.title.empty() || !entity.version.empty() || !entity.attributes.empty() ||
         !entity.tags.empty() || !entity.uses.empty() || !entity.files.empty() || entity.replay;
}

bool says_the_same(const Entity& before, const Entity& after) {
  if (before.id.kind != after.id.kind || !says_something(before)) return false;
  Inventory old, now;
  old.entities = {before};
  old.entities.front().id = after.id;
  now.entities = {after};
  return inventory_changes(old, now).empty();
}

void rename(EntityId& id, const std::map<EntityId, EntityId>& names) {
  const auto found = names.find(id);
  if (found != names.end()) id = found->second;
}

}  // namespace

std::vector<Rename> renames_between(const Inventory& before, const Inventory& after) {
  std::map<EntityId, std::vector<EntityId>> old_names;
  std::map<EntityId, int> meanings;
  const auto gone = only_in(before, after);
  for (const Entity* now : only_in(after, before)) {
    for (const Entity* old : gone) {
      if (!says_the_same(*old, *now)) continue;
      old_names[now->id].push_back(old->id);
      ++meanings[old->id];
    }
  }
  std::vector<Rename> renames;
  for (const auto& [now, old] : old_names) {
    if (old.size() == 1 && meanings[old.front()] == 1) renames.push_back({old.front(), now});
  }
  return renames;
}

Inventory with_renames(Inventory inventory, const std::vector<Rename>& renames) {
  std::map<EntityId, EntityId> names;
  for (const Rename& one : renames) names.emplace(one.from, one.to);
  for (Entity& entity : inventory.entities) {
    rename(entity.id, names);
    for (Use& use : entity.uses) rename(use.target, names);
    std::sort(entity.uses.begin(), entity.uses.end(),
              [](const Use& one, const Use& other) { return one.target < other.target; });
  }
  std::sort(inventory.entities.begin(), inventory.entities.end(),
            [](const Entity& one, const Entity& other) { return one.id < other.id; });
  return inventory;
}

}  // namespace tidemark::change
