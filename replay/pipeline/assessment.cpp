#include <algorithm>
#include <optional>

#include "core/base/parallel.hpp"
#include "core/impact/impacts.hpp"
#include "core/model/pairs.hpp"
#include "replay/pipeline/gate.hpp"
#include "replay/pipeline/unclassified_paths.hpp"

namespace tidemark::pipeline {
namespace {

std::vector<EntityId> automations_of(const Inventory& before, const Inventory& after) {
  std::vector<EntityId> ids;
  for_each_pair(before, after, [&](const Entity* old, const Entity* now) {
    const EntityId& id = now != nullptr ? now->id : old->id;
    if (id.kind == Kind::automation) ids.push_back(id);
  });
  return ids;
}

Unclassified stricter(const Policy& base, const Policy& head) {
  return std::min(base.unclassified, head.unclassified);
}

void add_supposed(Supposition supposed, ChangeSet& changes,
                  std::vector<ComparedContract>& contracts) {
  for (const EntityId& id : supposed.changed) {
    Change change;
    change.entity = id;
    change.source = ChangeSource::named;
    change.what = "supposed";
    changes.changes.push_back(std::move(change));
  }
  for (ComparedContract& one : supposed.contracts) {
    const bool differs = one.before.text != one.after.text || !one.change.findings.empty();
    if (differs) changes.changes.push_back(supposed_change(one));
    contracts.push_back(std::move(one));
  }
  std::stable_sort(
      changes.changes.begin(), changes.changes.end(),
      [](const Change& one, const Change& other) { return one.entity < other.entity; });
}

}  // namespace

Assessment assessment_of(Range range, Supposition supposed) {
  const Inventory &before = range.before.inventory, &after = range.after.inventory;
  std::vector<git::FileChange> files;
  ChangeSet changes;
  std::optional<DependencyGraph> both;
  std::vector<EntityId> automations;
  on_all_cores(3, [&](std::size_t part) {
    if (part == 0 && !range.base.empty()) {
      files = git::difference(*range.before.files, *range.after.files);
      changes = change::changes_between(range.before, range.after, files);
    } else if (part == 1) {
      both.emplace(before, after);
    } else if (part == 2) {
      automations = automations_of(before, after);
    }
  });
  auto contracts = contracts_between(range, changes);
  add_supposed(std::move(supposed), changes, contracts);
  const auto bypasses = bypasses_of(contracts, changes, range, *both);
  auto impacts =
      impact::impacts_of(changes, *both,
                         reach_of_unclassified(stricter(before.policy, after.policy), range.before,
                                               *both, changes.unclassified, automations),
                         bypasses);
  impact::mark_strength(impacts, changes, before, after, bypasses);
  classify_impacts(contracts, impacts);
  LateGraph graph_after(after);
  return {std::move(range),       std::move(files),   std::move(changes), std::move(contracts),
          std::move(automations), std::move(impacts), std::move(*both),   std::move(graph_after)};
}

Assessment assessment_of(const change::World& world, Supposition supposed) {
  // What is supposed is judged by what is there: that is its base.
  Range range;
  range.before = world;
  return assessment_of(std::move(range), std::move(supposed));
}

std::vector<ContractChange> contract_changes(const Assessment& assessment) {
  std::vector<ContractChange> changes;
  for (const ComparedContract& one : assessment.contracts) changes.push_back(one.change);
  return changes;
}

}  // namespace tidemark::pipeline
