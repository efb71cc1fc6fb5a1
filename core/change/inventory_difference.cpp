#include "core/change/inventory_difference.hpp"

#include <algorithm>
#include <tuple>

#include "core/change/changes.hpp"

namespace tidemark::change {
namespace {

void add_uses(const Inventory& inventory, const EntityId& id, bool gained,
              std::vector<Change>& changes) {
  const Entity& entity = *inventory.find(id);
  for (const Use& use : entity.uses) {
    const std::string target = to_string(use.target);
    changes.push_back({id, ChangeSource::inventory, "use", gained ? "" : target,
                       gained ? target : "", ChangeClass::risky, use.place});
  }
}

bool is_about(const Change& change, std::string_view what) {
  return change.what == what || (change.what.starts_with(what) && change.what[what.size()] == '.');
}

}  // namespace

bool InventoryDifference::empty() const {
  return added.empty() && removed.empty() && renamed.empty() && versions.empty() && uses.empty() &&
         owners.empty() && other.empty();
}

InventoryDifference difference_between(const Inventory& before, const Inventory& after) {
  InventoryDifference result;
  result.renamed = renames_between(before, after);
  const Inventory old = with_renames(before, result.renamed);
  for (const Change& change : inventory_changes(old, after)) {
    if (change.what == "entity") {
      (change.to.empty() ? result.removed : result.added).push_back(change.entity);
    } else if (is_about(change, "version")) {
      result.versions.push_back(change);
    } else if (is_about(change, "use")) {
      result.uses.push_back(change);
    } else {
      (is_about(change, "owners") ? result.owners : result.other).push_back(change);
    }
  }
  for (const EntityId& id : result.added) add_uses(after, id, true, result.uses);
  for (const EntityId& id : result.removed) add_uses(old, id, false, result.uses);
  std::sort(result.uses.begin(), result.uses.end(), [](const Change& one, const Change& other) {
    return std::tie(one.entity, one.from, one.to) < std::tie(other.entity, other.from, other.to);
  });
  return result;
}

}  // namespace tidemark::change
