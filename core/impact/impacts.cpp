#include "core/impact/impacts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "core/base/parallel.hpp"
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

bool has_soft_use(const Entity& entity) {
  return std::any_of(entity.uses.begin(), entity.uses.end(), is_soft);
}

bool has_soft_use(const Inventory& before, const Inventory& after) {
  const Entities &old = before.entities, &now = after.entities;
  if (std::any_of(old.begin(), old.end(), [](const Entity& one) { return has_soft_use(one); })) {
    return true;
  }
  for (std::size_t i = 0; i < now.size(); ++i) {
    // Most entities of two states are the same object.
    if (i < old.size() && &old[i] == &now[i]) continue;
    if (has_soft_use(now[i])) return true;
  }
  return false;
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

/// One impact for each automation. Their ids must stay where they are.
class Impacts {
 public:
  explicit Impacts(std::size_t most) {
    places_.reserve(most);
    impacts_.reserve(most);
  }

  Impact& of(const EntityId& automation) {
    const auto [place, is_new] = places_.try_emplace(automation.name, impacts_.size());
    if (is_new) impacts_.emplace_back().automation = automation;
    return impacts_[place->second];
  }

  std::vector<Impact> sorted() && {
    const auto distance = [](const Impact& i) { return i.path.empty() ? SIZE_MAX : i.path.size(); };
    const auto is_first = [&](const Impact& a, const Impact& b) {
      const auto near = distance(a), far = distance(b);
      return near != far ? near < far : a.automation < b.automation;
    };
    // As the ways are sorted, most impacts are.
    const auto rest = std::is_sorted_until(impacts_.begin(), impacts_.end(), is_first);
    std::sort(rest, impacts_.end(), is_first);
    std::inplace_merge(impacts_.begin(), rest, impacts_.end(), is_first);
    return std::move(impacts_);
  }

 private:
  std::unordered_map<std::string_view, std::size_t> places_;  // by the automation's name
  std::vector<Impact> impacts_;
};

}  // namespace

std::vector<Impact> impacts_of(const ChangeSet& changes, const DependencyGraph& graph,
                               UnclassifiedPaths unclassified,
                               const std::vector<Bypass>& bypasses) {
  const Starts starts(changes, graph, bypasses);
  Reasons reasons;
  std::array<std::vector<Way>, 2> ways;  // of what is on no judge, and of what is
  on_all_cores(3, [&](std::size_t part) {
    if (part == 2) {
      reasons = changes_by_automation(changes, starts);
    } else {
      ways[part] = starts.ways(part == 1);
    }
  });
  Impacts found(ways[0].size() + ways[1].size() + unclassified.size());
  for (std::vector<Way>& some : ways) {
    for (Way& way : some) {
      Impact& impact = found.of(way.back());
      if (!impact.path.empty()) continue;
      const auto reason = reasons.find(way.back().name);
      if (reason != reasons.end()) impact.changes = std::move(reason->second);
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
  if (!has_soft_use(before, after)) return;
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
