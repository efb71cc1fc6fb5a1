#include "replay/pipeline/forecast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "core/base/error.hpp"
#include "core/ledger/ledger.hpp"
#include "core/text/counted.hpp"
#include "replay/compare/case_scorer.hpp"
#include "replay/pipeline/earlier_outputs.hpp"
#include "replay/pipeline/earlier_trials.hpp"
#include "replay/pipeline/evidence.hpp"
#include "replay/pipeline/gate.hpp"
#include "replay/pipeline/granted.hpp"
#include "replay/pipeline/shares.hpp"
#include "replay/pipeline/touched_cases.hpp"
#include "replay/pipeline/verdict_by_base.hpp"
#include "replay/plan/plan.hpp"
#include "replay/stats/power.hpp"
#include "replay/stats/scores.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::uint64_t power_seed = 1;

/// All that forecasts of single automations are made of.
struct Sources {
  const Assessment& assessment;
  const PluginShelf& plugins;
  const std::string& tool;
  const ledger::Past* past;
  const std::map<std::string, TrialMeans>& earlier;
  bool full;
};

bool is_proposed_on(const Assessment& assessment, const EntityId& automation) {
  const auto& proposals = assessment.changes.proposals;
  return std::any_of(proposals.begin(), proposals.end(),
                     [&](const auto& one) { return one.automation == automation; });
}

/// Cases that the baseline does not hold are not run.
bool is_runnable(const Judge& judge, const GoldenCase& one) {
  const BaselineCase* recorded = judge.baseline->find(one.id);
  return recorded != nullptr && recorded->input_hash == one.input_hash;
}

std::size_t runnable_cases(const Judge& judge) {
  const auto& cases = judge.golden.cases;
  return static_cast<std::size_t>(std::count_if(
      cases.begin(), cases.end(), [&](const GoldenCase& one) { return is_runnable(judge, one); }));
}

/// What the first look, and both, may take from an earlier run.
Span earlier_of(const Judge& judge, const Takable& takable) {
  double first = 0, second = 0;
  for (const auto& [cell, outcome] : takable.outcomes) {
    const GoldenCase* golden = judge.golden.find(cell.first);
    if (golden == nullptr || !is_runnable(judge, *golden)) continue;
    ++(cell.second < plan::first_look_runs ? first : second);
  }
  // One trial of each look shows who answers now.
  const double asked = takable.needs_witness() ? 1 : 0;
  first = std::max(0.0, first - asked);
  return {first, first + std::max(0.0, second - asked)};
}

Span calls_of(const Judge& judge, std::size_t cases) {
  const auto count = static_cast<double>(cases);
  if (!judge.rules.deterministic) {
    return {count * plan::first_look_runs, count * plan::second_look_runs};
  }
  const double calls = count + std::min(count, std::max(10.0, std::floor(count / 10)));
  return {calls, calls};
}

bool has_built_in_comparators(const Judge& judge) {
  const auto& all = judge.replay.compare;
  return std::all_of(all.begin(), all.end(), [](const ComparatorSpec& one) {
    return compare::is_built_in(one.comparator);
  });
}

/// Nothing where scores would need a plugin, or where every run is a fact.
std::optional<double> detects(const Judge& judge) {
  if (judge.rules.deterministic) return std::nullopt;
  if (!has_built_in_comparators(judge)) return std::nullopt;
  const compare::Scorer scorer(judge.replay, to_string(judge.replay.place));
  std::vector<std::vector<int>> scores;
  for (const GoldenCase& one : judge.golden.cases) {
    const BaselineCase* recorded = judge.baseline->find(one.id);
    if (recorded == nullptr || recorded->controls.empty()) continue;
    compare::CaseScorer case_scorer(scorer, one, recorded->reference);
    std::vector<int>& its = scores.emplace_back();
    for (const SharedText& control : recorded->controls) {
      its.push_back(stats::to_units(case_scorer.score(control).primary));
    }
  }
  return stats::detectable_drop(scores, {plan::first_look_runs, 0.025, 0.80, power_seed});
}

Span times(const Span& span, double factor) { return {span.least * factor, span.most * factor}; }

void add(Span& sum, const Span& more) {
  sum.least += more.least;
  sum.most += more.most;
}

void take_evidence(const Sources& from, const Entity& entity, const Judge& judge,
                   Expected& expected) {
  if (from.past == nullptr) return;
  const auto& assessment = from.assessment;
  if (!is_wholly_seen(assessment.range.after, assessment.graph_after, entity, judge.replay.runner,
                      from.plugins.folder, *assessment.unseen_claims)) {
    return;
  }
  const std::string key = evidence_key_of(assessment, entity, judge, from.plugins, from.tool);
  auto evidence = from.past->evidence(key, judge.automation, judge.arm, 0);
  if (!evidence && !from.full) {
    evidence = from.past->evidence(settled_key(key), judge.automation, judge.arm, 0);
  }
  if (!evidence || !is_lasting(evidence->verdict)) return;
  expected.course = Course::evidence;
  expected.why = fmt::format("run {} tested this very state", evidence->run);
}

void take_earlier(const Sources& from, Judge& judge, Expected& expected) {
  judge.outputs = outputs_key(from.assessment, judge, from.plugins, from.tool);
  expected.why_anew = judge.outputs.why_none;
  if (from.past == nullptr) return;
  const auto found = takable(*from.past, judge, 0);
  if (!found) return;
  const Span earlier = earlier_of(judge, *found);
  expected.earlier = {std::min(earlier.least, expected.calls.least),
                      std::min(earlier.most, expected.calls.most)};
  expected.calls.least -= expected.earlier.least;
  expected.calls.most -= expected.earlier.most;
}

void add_replay(const Sources& from, const Entity& entity, Expected& expected) {
  const auto& range = from.assessment.range;
  Judge judge = judge_of(range.before, range.after, entity.id);
  withhold(range.before, judge);
  // No plugin is asked here: a floor that only one could tell counts as held.
  std::function<compare::Make()> scores;
  if (has_built_in_comparators(judge)) {
    scores = [] { return compare::Make(compare::make_comparator); };
  }
  select_cases(from.assessment, judge, scores);
  if (!judge.lacking.empty()) {
    expected.course = Course::not_tested;
    expected.why = judge.lacking;
    return;
  }
  expected.cases = runnable_cases(judge);
  take_evidence(from, entity, judge, expected);
  if (expected.course == Course::evidence) return;
  expected.calls = calls_of(judge, expected.cases);
  take_earlier(from, judge, expected);
  expected.concurrency = judge.replay.runner.concurrency;
  expected.shares = judge.shares;
  expected.detects = detects(judge);
  const auto earlier = from.earlier.find(to_string(entity.id));
  if (earlier == from.earlier.end()) return;
  expected.seconds = times(expected.calls, earlier->second.seconds / expected.concurrency);
  if (earlier->second.cost > 0) expected.cost = times(expected.calls, earlier->second.cost);
}

std::string reason(const Assessment& assessment, const Impact* impact) {
  if (impact == nullptr) return "the head proposes another judge for it";
  if (impact->path.empty()) return "a changed path that nobody claims may reach it";
  return fmt::format("{} in {} {} it", text::counted(impact->changes.size(), "change", "changes"),
                     text::counted(assessment.changes.paths, "changed path", "changed paths"),
                     text::agreeing(impact->changes.size(), "reaches", "reach"));
}

Expected expected_of(const Sources& from, const EntityId& automation) {
  Expected expected;
  expected.automation = automation;
  const Entity* entity = from.assessment.range.after.inventory.find(automation);
  const Impact* impact = impact_on(from.assessment, automation);
  if (entity == nullptr) {
    expected.course = Course::removed;
    expected.why = "the head removes it from the inventory";
  } else if (impact == nullptr && !is_proposed_on(from.assessment, automation)) {
    expected.course = Course::not_affected;
    expected.why = "no change reaches it";
  } else {
    expected.why = reason(from.assessment, impact);
    if (impact != nullptr) expected.path = impact->path;
    add_replay(from, *entity, expected);
  }
  return expected;
}

Span longer(const Span& one, const Span& other) {
  return {std::max(one.least, other.least), std::max(one.most, other.most)};
}

/// What a rate limit takes for so many calls, however soon they are answered.
Span paced(const Span& calls, const run::Share& share) {
  constexpr double minute = 60;
  return share.bounds.per_minute > 0 ? times(calls, minute / share.bounds.per_minute) : Span{};
}

/// What runs on this machine waits for each other, what waits for others does so side by side.
void add_time(const Expected& expected, Span& machine, Span& waiting) {
  const auto& shares = expected.shares;
  const bool here = std::any_of(shares.begin(), shares.end(),
                                [](const run::Share& share) { return share.name == this_machine; });
  if (here) {
    add(machine, *expected.seconds);
  } else {
    waiting = longer(waiting, *expected.seconds);
  }
}

void add_totals(Forecast& forecast) {
  Span machine, waiting;
  for (Expected& one : forecast.automations) {
    if (one.course != Course::replay) continue;
    add(forecast.all_calls, one.calls);
    for (const run::Share& share : one.shares) {
      if (share.name == this_machine) continue;
      add(forecast.calls[share.name], one.calls);
      waiting = longer(waiting, paced(forecast.calls[share.name], share));
      if (one.seconds) one.seconds = longer(*one.seconds, paced(one.calls, share));
    }
    one.seconds ? add_time(one, machine, waiting) : void(++forecast.without_time);
    one.cost ? add(forecast.cost, *one.cost) : void(++forecast.without_cost);
  }
  forecast.seconds = longer(machine, waiting);
}

}  // namespace

std::string_view to_string(Course course) {
  constexpr std::array<std::string_view, 5> names = {"replay", "evidence", "not_affected",
                                                     "not_tested", "removed"};
  return names.at(static_cast<std::size_t>(course));
}

Forecast forecast(const Workspace& workspace, const GateRequest& request,
                  const std::vector<host::PluginFile>& built_in, const std::string& tool,
                  const std::filesystem::path& ledger) {
  const Assessment assessment =
      assessment_of(runnable_range(workspace, request.base, request.head));
  const PluginShelf plugins{built_in, workspace.root};
  const auto earlier = earlier_trials(ledger);
  std::optional<ledger::Past> past;
  if (std::filesystem::exists(ledger)) past.emplace(ledger);
  const Sources from{assessment, plugins, tool, past ? &*past : nullptr, earlier, request.full};
  Forecast made;
  made.base = assessment.range.base;
  made.base_name = assessment.range.base_name;
  made.head = assessment.range.head;
  made.dirty = assessment.range.dirty;
  for (const EntityId& automation : assessment.automations) {
    made.automations.push_back(expected_of(from, automation));
  }
  std::stable_sort(made.automations.begin(), made.automations.end(),
                   [](const Expected& a, const Expected& b) { return a.course < b.course; });
  add_totals(made);
  return made;
}

}  // namespace tidemark::pipeline
