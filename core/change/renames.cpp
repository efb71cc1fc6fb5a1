#include "core/change/renames.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/change/changes.hpp"
#include "core/model/pairs.hpp"

namespace tidemark::change {
namespace {

constexpr std::size_t most_pairs = 250'000;

std::vector<const Entity*> only_in(const Inventory& one, const Inventory& other) {
  std::vector<const Entity*> found;
  for_each_pair(one, other, [&](const Entity* here, const Entity* there) {
    if (there == nullptr) found.push_back(here);
  });
  return found;
}

/// What an entity says, statement by statement. Owners are left out: they may be the defaults.
std::set<std::string> statements(Entity entity) {
  Inventory nothing, own;
  entity.owners = {};
  nothing.entities.emplace_back().id = entity.id;
  own.entities.push_back(entity);
  std::set<std::string> said;
  for (const Change& change : inventory_changes(nothing, own)) {
    said.insert(change.what + '=' + change.to);
  }
  for (const std::string& file : entity.files) said.insert("file=" + file);
  if (entity.replay) said.insert({"golden=" + entity.replay->golden});
  return said;
}

/// From 0, nothing in common, to 1.
double likeness(const Entity& before, const Entity& after) {
  if (before.id.kind != after.id.kind) return 0;
  const auto old = statements(before), now = statements(after);
  const auto shared = std::count_if(old.begin(), old.end(),
                                    [&](const std::string& one) { return now.count(one) != 0; });
  if (shared == 0) return 0;
  return 2.0 * static_cast<double>(shared) / static_cast<double>(old.size() + now.size());
}

/// The best of many and, when another one is as good, none.
class Best {
 public:
  void offer(const EntityId& id, double likeness) {
    if (likeness == likeness_) id_.reset();
    if (likeness <= likeness_) return;
    likeness_ = likeness;
    id_ = id;
  }
  const std::optional<EntityId>& id() const { return id_; }

 private:
  double likeness_ = 0.5;
  std::optional<EntityId> id_;
};

void rename(EntityId& id, const std::map<EntityId, EntityId>& names) {
  const auto found = names.find(id);
  if (found != names.end()) id = found->second;
}

}  // namespace

std::vector<Rename> renames_between(const Inventory& before, const Inventory& after) {
  std::map<EntityId, Best> old_names, new_names;
  const auto gone = only_in(before, after), come = only_in(after, before);
  // So many at once are another inventory, and each would have to be held against each.
  if (gone.size() * come.size() > most_pairs) return {};
  for (const Entity* now : come) {
    for (const Entity* old : gone) {
      const double alike = likeness(*old, *now);
      old_names[now->id].offer(old->id, alike);
      new_names[old->id].offer(now->id, alike);
    }
  }
  std::vector<Rename> renames;
  for (const auto& [now, best] : old_names) {
    if (best.id() && new_names[*best.id()].id() == now) renames.push_back({*best.id(), now});
  }
  return renames;
}

Inventory with_renames(Inventory inventory, const std::vector<Rename>& renames) {
  if (renames.empty()) return inventory;
  std::map<EntityId, EntityId> names;
  for (const Rename& one : renames) names.emplace(one.from, one.to);
  std::vector<Entity> entities(inventory.entities.begin(), inventory.entities.end());
  for (Entity& entity : entities) {
    rename(entity.id, names);
    for (Use& use : entity.uses) rename(use.target, names);
    std::sort(entity.uses.begin(), entity.uses.end(),
              [](const Use& one, const Use& other) { return one.target < other.target; });
  }
  std::sort(entities.begin(), entities.end(),
            [](const Entity& one, const Entity& other) { return one.id < other.id; });
  inventory.entities = std::move(entities);
  return inventory;
}

}  // namespace tidemark::change
