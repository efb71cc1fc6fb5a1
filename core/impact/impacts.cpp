#include "core/impact/impacts.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "core/model/finding.hpp"

namespace tidemark::impact {
namespace {

/// Titles, owners, contacts move nothing: no closure holds them. What a rule calls benign in a file
/// may still be read.
bool may_move_behaviour(const Change& change) {
  return change.change_class != ChangeClass::benign || change.source == ChangeSource::file ||
         change.source == ChangeSource::named;
}

/// A changed golden set or baseline is a change of the judge; it is no way that behaviour travels.
bool is_on_judge(const Change& change) {
  return change.source == ChangeSource::golden || change.source == ChangeSource::baseline;
}

using Way = std::vector<EntityId>;

/// Where the changes of a set go from.
class Starts {
 public:
  Starts(const ChangeSet& changes, const DependencyGraph& graph,
         const std::vector<Bypass>& bypasses)
      : changes_(changes), graph_(graph) {
    for (const Bypass& bypass : bypasses) users_[bypass.contract] = seeing(bypass);
  }

  /// The shortest way to each automation from what changed, nearest first, then by id.
  std::vector<Way> ways(bool on_judge) const {
    if (users_.empty()) return graph_.ways_to_automations(changed(on_judge));
    std::vector<EntityId> open;
    std::vector<Way> ways;
    for (const EntityId& id : changed(on_judge)) {
      const auto users = users_.find(id);
      if (users == users_.end()) {
        open.push_back(id);
      } else {
        for (Way& way : graph_.ways_to_automations(users->second)) {
          way.insert(way.begin(), id);
          ways.push_back(std::move(way));
        }
      }
    }
    for (Way& way : graph_.ways_to_automations(open)) ways.push_back(std::move(way));
    std::stable_sort(ways.begin(), ways.end(), [](const Way& one, const Way& other) {
      const std::size_t length = one.size(), other_length = other.size();
      return std::tie(length, one.back(), one.front()) <
             std::tie(other_length, other.back(), other.front());
    });
    return ways;
  }

  /// Which automations a change of the entity reaches, itself included.
  std::vector<EntityId> automations_from(const EntityId& id) const {
    std::vector<EntityId> reached = {id};
    const auto users = users_.find(id);
    if (users == users_.end()) {
      for (const auto& one : graph_.dependents(id)) reached.push_back(one.entity);
    } else {
      for (const Way& way : graph_.ways_to_automations(users->second))
        reached.push_back(way.back());
    }
    std::erase_if(reached, [](const EntityId& one) { return one.kind != Kind::automation; });
    return reached;
  }

 private:
  std::vector<EntityId> seeing(const Bypass& bypass) const {
    std::vector<EntityId> users;
    for (const auto& [entity, distance] : graph_.dependents(bypass.contract)) {
      if (distance != 1) break;
      const auto& past = bypass.users;
      if (!std::binary_search(past.begin(), past.end(), entity)) users.push_back(entity);
    }
    return users;
  }

  std::vector<EntityId> changed(bool on_judge) const {
    std::vector<EntityId> ids;
    for (const Change& change : changes_.changes) {
      if (may_move_behaviour(change) && is_on_judge(change) == on_judge) {
        ids.push_back(change.entity);
      }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }

  const ChangeSet& changes_;
  const DependencyGraph& graph_;
  std::map<EntityId, std::vector<EntityId>> users_;  // of contracts that some see nothing of
};

/// By the automation's name.
using Reasons = std::unordered_map<std::string, std::vector<std::size_t>>;

Reasons changes_by_automation(const ChangeSet& changes, const Starts& starts) {
  std::map<EntityId, std::vector<std::size_t>> by_entity;
  for (std::size_t i = 0; i < changes.changes.size(); ++i) {
    if (!may_move_behaviour(changes.changes[i])) continue;
    by_entity[changes.changes[i].entity].push_back(i);
  }
  Reasons by_automation;
  for (const auto& [entity, indices] : by_entity) {
    for (const EntityId& automation : starts.automations_from(entity)) {
      auto& all = by_automation[automation.name];
      all.insert(all.end(), indices.begin(), indices.end());
    }
  }
  for (auto& [automation, indices] : by_automation) std::sort(indices.begin(), indices.end());
  return by_automation;
}

ChangeClass class_at(const ChangeSet& changes, const Impact& impact) {
  ChangeClass worst = ChangeClass::benign;
  for (const std::size_t index : impact.changes) {
    const Change& change = changes.changes[index];
    if (change.entity == impact.path.front()) worst = worse(worst, change.change_class);
  }
  return worst;
}

bool is_soft(const Use& use) { return use.detail().criticality == Criticality::soft; }

bool has_soft_use(const Inventory& inventory) {
  return std::any_of(inventory.entities.begin(), inventory.entities.end(), [](const Entity& one) {
    return std::any_of(one.uses.begin(), one.uses.end(), is_soft);
  });
}

Inventory with_hard_uses(const Inventory& inventory) {
  Inventory hard;
  for (const Entity& entity : inventory.entities) {
    Entity one;
    one.id = entity.id;
    for (const Use& use : entity.uses) {
      if (!is_soft(use)) one.uses.push_back(use);
    }
    hard.entities.push_back(std::move(one));
  }
  return hard;
}

/// One impact for each automation.
class Impacts {
 public:
  Impact& of(const EntityId& automation) {
    const auto [place, is_new] = places_.try_emplace(automation.name, impacts_.size());
    if (is_new) impacts_.emplace_back().automation = automation;
    return impacts_[place->second];
  }

  std::vector<Impact> sorted() && {
    const auto distance = [](const Impact& i) { return i.path.empty() ? SIZE_MAX : i.path.size(); };
    std::sort(impacts_.begin(), impacts_.end(), [&](const Impact& a, const Impact& b) {
      const auto near = distance(a), far = distance(b);
      return near != far ? near < far : a.automation < b.automation;
    });
    return std::move(impacts_);
  }

 private:
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<Impact> impacts_;
};

}  // namespace

std::vector<Impact> impacts_of(const ChangeSet& changes, const DependencyGraph& graph,
                               UnclassifiedPaths unclassified,
                               const std::vector<Bypass>& bypasses) {
  Impacts found;
  const Starts starts(changes, graph, bypasses);
  Reasons reasons = changes_by_automation(changes, starts);
  for (const bool on_judge : {false, true}) {
    for (Way& way : starts.ways(on_judge)) {
      Impact& impact = found.of(way.back());
      if (!impact.path.empty()) continue;
      impact.changes = std::move(reasons[way.back().name]);
      impact.path = std::move(way);
      impact.change_class = class_at(changes, impact);
    }
  }
  for (auto& [automation, paths] : unclassified) {
    found.of(automation).unclassified = std::move(paths);
  }
  return std::move(found).sorted();
}

void mark_strength(std::vector<Impact>& impacts, const ChangeSet& changes, const Inventory& before,
                   const Inventory& after, const std::vector<Bypass>& bypasses) {
  if (!has_soft_use(before) && !has_soft_use(after)) return;
  const DependencyGraph hard(with_hard_uses(before), with_hard_uses(after));
  std::set<EntityId> reached;
  for (const Impact& one : impacts_of(changes, hard, {}, bypasses)) {
    reached.insert(one.automation);
  }
  for (Impact& impact : impacts) {
    const bool is_hard = impact.path.empty() || reached.count(impact.automation) != 0;
    impact.strength = is_hard ? Criticality::hard : Criticality::soft;
  }
}

}  // namespace tidemark::impact
