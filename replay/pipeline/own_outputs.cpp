#include "replay/pipeline/own_outputs.hpp"

#include <algorithm>

#include "replay/golden/baseline.hpp"
#include "replay/pipeline/examine.hpp"
#include "replay/plan/plan.hpp"

namespace tidemark::pipeline {
namespace {

/// With the reference as many as a second look has.
constexpr int most_controls = plan::second_look_runs - 1;

void add(const std::string& id, const std::string& input_hash, int run, const SharedText& output,
         Outcomes& outcomes) {
  Outcome outcome;
  outcome.case_id = id;
  outcome.run = run;
  outcome.output = output.str();
  outcomes[{input_hash, run}] = std::move(outcome);
}

Outcomes outcomes_of(const Baseline& baseline) {
  Outcomes outcomes;
  for (const BaselineCase& one : baseline.cases) {
    add(one.id, one.input_hash, 0, one.reference, outcomes);
    const int controls = std::min(static_cast<int>(one.controls.size()), most_controls);
    for (int i = 0; i < controls; ++i) {
      add(one.id, one.input_hash, i + 1, one.controls[static_cast<std::size_t>(i)], outcomes);
    }
  }
  return outcomes;
}

bool has_all(const Judge& judge, const Outcomes& outcomes) {
  return std::all_of(judge.golden.cases.begin(), judge.golden.cases.end(),
                     [&](const GoldenCase& one) {
                       return outcomes.contains({one.input_hash, 0});
                     });
}

}  // namespace

std::optional<Verdict> verdict_on_own(const Assessment& assessment, const Finding& finding,
                                      const std::string& baseline, Session& session) {
  const EntityId& automation = finding.verdict.automation;
  const Entity* in_base = assessment.range.before.inventory.find(automation);
  if (finding.same_runner || in_base == nullptr || !in_base->replay) return {};
  const Judge judge = judge_of(assessment.range.before, assessment.range.after, automation);
  if (!judge.lacking.empty() || !judge.is_new.empty()) return {};
  const Outcomes outcomes = outcomes_of(golden::read_baseline(baseline, judge.replay.baseline));
  if (!has_all(judge, outcomes)) return {};
  return judged(judge, session.comparators(judge), outcomes, finding.binding.closure);
}

}  // namespace tidemark::pipeline
