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

/// Of a deterministic automation one run of a case is looked at, but by all of them later ones are
/// judged.
bool all_agree(const Baseline& baseline) {
  return std::all_of(baseline.cases.begin(), baseline.cases.end(), [](const BaselineCase& one) {
    return std::all_of(one.controls.begin(), one.controls.end(),
                       [&](const SharedText& control) { return control == one.reference; });
  });
}

}  // namespace

std::optional<Verdict> verdict_on_own(const Assessment& assessment, const Finding& finding,
                                      const std::string& baseline, Session& session) {
  const EntityId& automation = finding.verdict.automation;
  const Entity* in_base = assessment.range.before.inventory.find(automation);
  if (in_base == nullptr || !in_base->replay) return {};
  Judge judge = judge_of(assessment.range.before, assessment.range.after, automation);
  if (!judge.lacking.empty() || !judge.is_new.empty()) return {};
  const Baseline held = golden::read_baseline(baseline, judge.replay.baseline);
  const Outcomes outcomes = outcomes_of(held);
  if (!has_all(judge, outcomes)) return {};
  judge.rules.deterministic = judge.rules.deterministic && all_agree(held);
  return judged(judge, session.comparators(judge), outcomes, finding.binding.closure);
}

}  // namespace tidemark::pipeline
