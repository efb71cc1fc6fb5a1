#include "core/impact/impacts.hpp"

#include <algorithm>
#include <map>

namespace tidemark::impact {
namespace {

/// Titles, owners, contacts: nothing that a closure holds.
bool may_move_behaviour(const Change& change) { return change.change_class != ChangeClass::benign; }

/// A changed golden set or baseline is a change of the judge; it is no way that behaviour travels.
bool is_on_judge(const Change& change) {
  return change.source == ChangeSource::golden || change.source == ChangeSource::baseline;
}

std::vector<EntityId> changed_entities(const ChangeSet& changes, bool on_judge) {
  std::vector<EntityId> ids;
  for (const Change& change : changes.changes) {
    if (may_move_behaviour(change) && is_on_judge(change) == on_judge) ids.push_back(change.entity);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::map<EntityId, std::vector<std::size_t>> changes_by_automation(const ChangeSet& changes,
                                                                   const DependencyGraph& graph) {
  std::map<EntityId, std::vector<std::size_t>> by_entity;
  for (std::size_t i = 0; i < changes.changes.size(); ++i) {
    if (!may_move_behaviour(changes.changes[i])) continue;
    by_entity[changes.changes[i].entity].push_back(i);
  }
  std::map<EntityId, std::vector<std::size_t>> by_automation;
  for (const auto& [entity, indices] : by_entity) {
    auto reached = graph.dependents(entity);
    reached.push_back({entity, 0});
    for (const auto& dependent : reached) {
      if (dependent.entity.kind != Kind::automation) continue;
      auto& all = by_automation[dependent.entity];
      all.insert(all.end(), indices.begin(), indices.end());
    }
  }
  for (auto& [automation, indices] : by_automation) std::sort(indices.begin(), indices.end());
  return by_automation;
}

}  // namespace

std::vector<Impact> impacts_of(const ChangeSet& changes, const DependencyGraph& graph,
                               Unclassified policy, const std::vector<EntityId>& automations) {
  std::map<EntityId, Impact> found;
  const auto reasons = changes_by_automation(changes, graph);
  for (const bool on_judge : {false, true}) {
    for (auto& way : graph.ways_to_automations(changed_entities(changes, on_judge))) {
      const EntityId reached = way.back();
      found.try_emplace(reached, Impact{reached, std::move(way), reasons.at(reached), {}});
    }
  }
  if (policy == Unclassified::everything && !changes.unclassified.empty()) {
    for (const EntityId& automation : automations) {
      Impact& impact = found[automation];
      impact.automation = automation;
      impact.unclassified = changes.unclassified;
    }
  }
  std::vector<Impact> impacts;
  for (auto& [automation, impact] : found) impacts.push_back(std::move(impact));
  std::stable_sort(impacts.begin(), impacts.end(), [](const Impact& a, const Impact& b) {
    const auto distance = [](const Impact& i) { return i.path.empty() ? SIZE_MAX : i.path.size(); };
    return distance(a) < distance(b);
  });
  return impacts;
}

}  // namespace tidemark::impact
