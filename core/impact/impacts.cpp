#include "core/impact/impacts.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

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

/// By the automation's name.
using Reasons = std::unordered_map<std::string, std::vector<std::size_t>>;

Reasons changes_by_automation(const ChangeSet& changes, const DependencyGraph& graph) {
  std::map<EntityId, std::vector<std::size_t>> by_entity;
  for (std::size_t i = 0; i < changes.changes.size(); ++i) {
    if (!may_move_behaviour(changes.changes[i])) continue;
    by_entity[changes.changes[i].entity].push_back(i);
  }
  Reasons by_automation;
  for (const auto& [entity, indices] : by_entity) {
    auto reached = graph.dependents(entity);
    reached.push_back({entity, 0});
    for (const auto& dependent : reached) {
      if (dependent.entity.kind != Kind::automation) continue;
      auto& all = by_automation[dependent.entity.name];
      all.insert(all.end(), indices.begin(), indices.end());
    }
  }
  for (auto& [automation, indices] : by_automation) std::sort(indices.begin(), indices.end());
  return by_automation;
}

/// One impact for each automation.
class Impacts {
 public:
  Impact& of(const EntityId& automation) {
    const auto [place, is_new] = places_.try_emplace(automation.name, impacts_.size());
    if (is_new) impacts_.push_back({automation, {}, {}, {}});
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
                               Unclassified policy, const std::vector<EntityId>& automations) {
  Impacts found;
  Reasons reasons = changes_by_automation(changes, graph);
  for (const bool on_judge : {false, true}) {
    for (auto& way : graph.ways_to_automations(changed_entities(changes, on_judge))) {
      Impact& impact = found.of(way.back());
      if (!impact.path.empty()) continue;
      impact.changes = std::move(reasons[way.back().name]);
      impact.path = std::move(way);
    }
  }
  if (policy == Unclassified::everything && !changes.unclassified.empty()) {
    for (const EntityId& one : automations) found.of(one).unclassified = changes.unclassified;
  }
  return std::move(found).sorted();
}

}  // namespace tidemark::impact
