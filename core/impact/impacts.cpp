#include "core/impact/impacts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

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

/// What a change of one entity reaches.
struct Reached {
  EntityId entity;
  std::optional<DependencyGraph::Set> all;
  std::vector<EntityId> automations;  ///< sorted; instead, where some users see nothing of it

  bool has(const EntityId& automation) const {
    if (all) return all->has(automation);
    return automation == entity ||
           std::binary_search(automations.begin(), automations.end(), automation);
  }
};

/// Where the changes of a set go from.
class Starts {
 public:
  Starts(const ChangeSet& changes, const DependencyGraph& graph,
         const std::vector<Bypass>& bypasses)
      : changes_(changes), graph_(graph) {
    for (const Bypass& bypass : bypasses) users_[bypass.contract] = seeing(bypass);
  }

  /// The shortest way to each automation from what changed, each once, nearest first, then by id.
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
    std::set<EntityId> met;
    std::erase_if(ways, [&](const Way& way) { return !met.insert(way.back()).second; });
    return ways;
  }

  /// What a change of the entity reaches, itself included.
  Reached reached_from(const EntityId& id) const {
    const auto users = users_.find(id);
    if (users == users_.end()) return {id, graph_.reached_from(id), {}};
    Reached reached{id, std::nullopt, {}};
    for (Way& way : graph_.ways_to_automations(users->second)) {
      reached.automations.push_back(std::move(way.back()));
    }
    std::sort(reached.automations.begin(), reached.automations.end());
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

ChangeClass class_at(const ChangeSet& changes, const Impact& impact) {
  ChangeClass worst = ChangeClass::benign;
  for (const std::size_t index : impact.changes) {
    const Change& change = changes.changes[index];
    if (change.entity == impact.path.front()) worst = worse(worst, change.change_class);
  }
  return worst;
}

/// Which changes reach each automation, and how grave they are where its way begins.
void add_reasons(const ChangeSet& changes, const Starts& starts, std::vector<Impact>& impacts) {
  constexpr std::size_t at_once = 64;     // changed entities: what each reaches takes memory
  constexpr std::size_t in_a_part = 256;  // impacts that one core takes at a time
  std::map<EntityId, std::vector<std::size_t>> by_entity;
  for (std::size_t i = 0; i < changes.changes.size(); ++i) {
    const Change& change = changes.changes[i];
    if (may_move_behaviour(change)) by_entity[change.entity].push_back(i);
  }
  const std::vector<std::pair<EntityId, std::vector<std::size_t>>> all(by_entity.begin(),
                                                                       by_entity.end());
  for (std::size_t first = 0; first < all.size(); first += at_once) {
    std::vector<std::optional<Reached>> reached(std::min(at_once, all.size() - first));
    on_all_cores(reached.size(),
                 [&](std::size_t i) { reached[i] = starts.reached_from(all[first + i].first); });
    in_parts_on_all_cores(impacts.size(), in_a_part, [&](std::size_t i) {
      std::vector<std::size_t>& reasons = impacts[i].changes;
      for (std::size_t k = 0; k < reached.size(); ++k) {
        const auto& indices = all[first + k].second;
        if (!reached[k]->has(impacts[i].automation)) continue;
        reasons.insert(reasons.end(), indices.begin(), indices.end());
      }
    });
  }
  for (Impact& impact : impacts) {
    std::sort(impact.changes.begin(), impact.changes.end());
    impact.change_class = class_at(changes, impact);
  }
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

Impact impact_along(Way way) {
  Impact impact;
  impact.automation = way.back();
  impact.path = std::move(way);
  return impact;
}

/// Adds one for each automation that has none so far.
void add_ways(std::vector<Way> ways, std::vector<Impact>& impacts) {
  if (ways.empty()) return;
  std::set<EntityId> there;
  for (const Impact& one : impacts) there.insert(one.automation);
  for (Way& way : ways) {
    if (there.count(way.back()) == 0) impacts.push_back(impact_along(std::move(way)));
  }
}

void add_unclassified(UnclassifiedPaths unclassified, std::vector<Impact>& impacts) {
  for (Impact& impact : impacts) {
    const auto paths = unclassified.find(impact.automation);
    if (paths == unclassified.end()) continue;
    impact.unclassified = std::move(paths->second);
    unclassified.erase(paths);
  }
  for (auto& [automation, paths] : unclassified) {
    Impact& impact = impacts.emplace_back();
    impact.automation = automation;
    impact.unclassified = std::move(paths);
  }
}

/// Nearest first, those without a way last, then by id.
void sort(std::vector<Impact>& impacts) {
  const auto distance = [](const Impact& i) { return i.path.empty() ? SIZE_MAX : i.path.size(); };
  const auto is_first = [&](const Impact& a, const Impact& b) {
    const auto near = distance(a), far = distance(b);
    return near != far ? near < far : a.automation < b.automation;
  };
  // As the ways are sorted, most impacts are.
  const auto rest = std::is_sorted_until(impacts.begin(), impacts.end(), is_first);
  std::sort(rest, impacts.end(), is_first);
  std::inplace_merge(impacts.begin(), rest, impacts.end(), is_first);
}

}  // namespace

std::vector<Impact> impacts_of(const ChangeSet& changes, const DependencyGraph& graph,
                               UnclassifiedPaths unclassified,
                               const std::vector<Bypass>& bypasses) {
  const Starts starts(changes, graph, bypasses);
  std::array<std::vector<Way>, 2> ways;  // of what is on no judge, and of what is
  on_all_cores(2, [&](std::size_t part) { ways[part] = starts.ways(part == 1); });
  std::vector<Impact> impacts;
  impacts.reserve(ways[0].size());
  for (Way& way : ways[0]) impacts.push_back(impact_along(std::move(way)));
  add_ways(std::move(ways[1]), impacts);
  add_reasons(changes, starts, impacts);
  add_unclassified(std::move(unclassified), impacts);
  sort(impacts);
  return impacts;
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
