#include "replay/pipeline/scored_case.hpp"

#include <algorithm>

#include "replay/compare/case_scorer.hpp"
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

RunScore run_score(const compare::Scored& scored) {
  return {stats::to_units(scored.primary), scored.same_output, scored.explanation};
}

void add_failure(const Outcome& outcome, ScoredCase& scored) {
  scored.quarantined = scored.quarantined || run::is_quarantined(outcome);
  const bool late = outcome.failure->kind == FailureKind::timeout;
  if (late) ++scored.late;
  scored.is_known = scored.is_known || !late;
  scored.evidence.candidate.push_back(stats::missing);
}

void add_score(const SharedText& output, const RunScore& score, ScoredCase& scored) {
  if (!scored.has_output() || score.units < scored.lowest) {
    scored.lowest = score.units;
    scored.lowest_output = output;
    scored.difference = score.difference;
  }
  scored.is_known = true;
  scored.moved = scored.moved || !score.same_output;
  scored.evidence.candidate.push_back(score.units);
}

/// What a control or an earlier run scored with it, that holds.
void add_reference(const compare::Scorer& scorer, const GoldenCase& golden,
                   const SharedText& reference, ScoredCase& scored) {
  if (!scored.reference_score) {
    scored.reference_score =
        run_score(compare::CaseScorer(scorer, golden, reference).score(reference));
  }
  add_score(reference, *scored.reference_score, scored);
}

/// Outputs that are texts have no paths.
std::string hint_of(const Baseline& baseline) {
  const bool are_texts = std::ranges::all_of(
      baseline.cases, [](const BaselineCase& one) { return one.reference.str().starts_with('"'); });
  return are_texts ? "; the outputs are texts (is `output: json` missing in the runner?)" : "";
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
  compare::CaseScorer scores(scorer, golden, baseline->reference);
  for (const SharedText& control : baseline->controls) {
    const RunScore score = run_score(scores.score(control));
    if (control == baseline->reference) scored.reference_score = score;
    scored.evidence.baseline.push_back(score.units);
  }
  return scored;
}

void add_run(const compare::Scorer& scorer, const GoldenCase& golden, const BaselineCase& baseline,
             const Outcome& outcome, ScoredCase& scored) {
  if (outcome.failure) return add_failure(outcome, scored);
  if (outcome.output == baseline.reference) {
    return add_reference(scorer, golden, baseline.reference, scored);
  }
  const compare::Prepared prepared = scorer.prepare(golden, baseline.reference);
  add_score(outcome.output, run_score(scorer.score(prepared, outcome.output)), scored);
}

void compare_repeat(const compare::Scorer& scorer, const GoldenCase& golden, const Outcome& outcome,
                    ScoredCase& scored) {
  if (outcome.failure || !scored.has_output() || scored.lowest_output == outcome.output) return;
  const compare::Prepared first = scorer.prepare(golden, scored.lowest_output);
  scored.disagrees = !scorer.score(first, outcome.output).same_output;
}

bool has_shifted(const ScoredCase& scored) {
  return scored.has_output() && (scored.moved || mean_score(scored.evidence.baseline) !=
                                                     mean_score(scored.evidence.candidate));
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
    dead.push_back("no sampled case has a value at " + scorer.primary_path() +
                   ", where the primary comparator looks" + hint_of(baseline));
  }
  return dead;
}

}  // namespace tidemark::pipeline
