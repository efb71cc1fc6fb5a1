#include "replay/pipeline/scored_case.hpp"

#include <algorithm>

#include "replay/plan/plan.hpp"
#include "replay/run/runner.hpp"
#include "replay/stats/scores.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t controlled_cases = 10;

double mean_score(const std::vector<int>& units) {
  double sum = 0;
  int count = 0;
  for (const int unit : units) {
    if (unit == stats::missing) continue;
    sum += unit;
    ++count;
  }
  return count == 0 ? 0 : sum / count / stats::score_scale;
}

void add_failure(const Outcome& outcome, ScoredCase& scored) {
  scored.quarantined = scored.quarantined || run::is_quarantined(outcome);
  const bool late = outcome.failure->kind == FailureKind::timeout;
  if (late) ++scored.late;
  scored.is_known = scored.is_known || !late;
  scored.evidence.candidate.push_back(stats::missing);
}

}  // namespace

ScoredCase scored_case(const compare::Scorer& scorer, const GoldenCase& golden,
                       const BaselineCase* baseline) {
  ScoredCase scored;
  scored.evidence.case_id = golden.id;
  scored.evidence.critical = golden.critical;
  scored.evidence.has_expect = golden.expect.has_value();
  scored.evidence.recorded = baseline != nullptr && baseline->input_hash == golden.input_hash;
  if (!scored.evidence.recorded) {
    scored.evidence.baseline.assign(plan::second_look_runs, stats::missing);
    return scored;
  }
  const compare::Prepared prepared = scorer.prepare(golden, baseline->reference);
  for (const std::string& control : baseline->controls) {
    scored.evidence.baseline.push_back(stats::to_units(scorer.score(prepared, control).primary));
  }
  return scored;
}

void add_run(const compare::Scorer& scorer, const GoldenCase& golden, const BaselineCase& baseline,
             const Outcome& outcome, ScoredCase& scored) {
  if (outcome.failure) return add_failure(outcome, scored);
  const compare::Scored score =
      scorer.score(scorer.prepare(golden, baseline.reference), outcome.output);
  const int unit = stats::to_units(score.primary);
  if (scored.lowest_output.empty() || unit < scored.lowest) {
    scored.lowest = unit;
    scored.lowest_output = outcome.output;
    scored.difference = score.explanation;
  }
  scored.is_known = true;
  scored.moved = scored.moved || !score.same_output;
  scored.evidence.candidate.push_back(unit);
}

void compare_repeat(const compare::Scorer& scorer, const GoldenCase& golden, const Outcome& outcome,
                    ScoredCase& scored) {
  if (outcome.failure || scored.lowest_output.empty()) return;
  const compare::Prepared first = scorer.prepare(golden, scored.lowest_output);
  scored.disagrees = !scorer.score(first, outcome.output).same_output;
}

CaseShift shift_of(const GoldenCase& golden, const BaselineCase& baseline,
                   const ScoredCase& scored) {
  return {golden.id,
          golden.critical,
          mean_score(scored.evidence.baseline),
          mean_score(scored.evidence.candidate),
          golden.input,
          baseline.reference,
          scored.lowest_output,
          scored.difference};
}

std::vector<std::string> dead_controls(const compare::Scorer& scorer, const GoldenSet& golden,
                                       const Baseline& baseline, std::uint64_t seed) {
  std::vector<std::string> dead;
  bool alive = false;
  for (const std::size_t i : plan::sample(golden.cases.size(), controlled_cases, seed)) {
    const GoldenCase& one = golden.cases[i];
    const BaselineCase* recorded = baseline.find(one.id);
    if (recorded == nullptr) continue;
    const auto result = scorer.controls(scorer.prepare(one, recorded->reference));
    if (result.control == compare::Control::alive) alive = true;
    if (result.control == compare::Control::unequal || result.control == compare::Control::blind) {
      dead.push_back("case " + one.id + ": " + result.because);
    }
  }
  if (dead.empty() && !alive && !golden.cases.empty()) {
    dead.emplace_back("no sampled case has a value at the primary comparator's path");
  }
  return dead;
}

}  // namespace tidemark::pipeline
