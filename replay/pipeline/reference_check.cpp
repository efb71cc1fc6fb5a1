#include "replay/pipeline/reference_check.hpp"

#include <vector>

#include "core/text/counted.hpp"
#include "replay/compare/case_scorer.hpp"
#include "replay/plan/plan.hpp"
#include "replay/stats/permutation.hpp"
#include "replay/stats/scores.hpp"

namespace tidemark::pipeline {
namespace {

/// The reference, then what the first look's runs gave.
std::vector<SharedText> texts_of(const GoldenCase& golden, const BaselineCase& recorded,
                                 const Outcomes& outcomes) {
  std::vector<SharedText> texts = {recorded.reference};
  const auto end = outcomes.lower_bound({golden.input_hash, plan::first_look_runs});
  for (auto one = outcomes.lower_bound({golden.input_hash, 0}); one != end; ++one) {
    if (!one->second.failure) texts.emplace_back(one->second.output);
  }
  return texts;
}

/// How well all others agree with that one, in units.
int as_reference(const compare::Scorer& scorer, const GoldenCase& golden,
                 const std::vector<SharedText>& texts, std::size_t chosen) {
  compare::CaseScorer scores(scorer, golden, texts[chosen]);
  double sum = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i != chosen) sum += scores.score(texts[i]).primary;
  }
  return stats::to_units(sum / static_cast<double>(texts.size() - 1));
}

/// The reference in the place of a candidate's only run.
stats::CaseScores held_against(const compare::Scorer& scorer, const GoldenCase& golden,
                               const std::vector<SharedText>& texts) {
  stats::CaseScores held;
  held.candidate.push_back(as_reference(scorer, golden, texts, 0));
  for (std::size_t i = 1; i < texts.size(); ++i) {
    held.baseline.push_back(as_reference(scorer, golden, texts, i));
  }
  return held;
}

}  // namespace

std::string unfit_references(const Judge& judge, const compare::Make& make,
                             const Outcomes& outcomes, double level, std::uint64_t seed) {
  const compare::Scorer scorer(judge.replay, to_string(judge.replay.place), make);
  std::vector<stats::CaseScores> held;
  std::size_t not_given = 0;
  for (const GoldenCase& golden : judge.golden.cases) {
    const BaselineCase* recorded = judge.baseline->find(golden.id);
    if (recorded == nullptr || recorded->input_hash != golden.input_hash) continue;
    const auto texts = texts_of(golden, *recorded, outcomes);
    if (texts.size() < 2) continue;
    held.push_back(held_against(scorer, golden, texts));
    if (held.back().candidate.front() < stats::score_scale && !golden.expect) ++not_given;
  }
  if (judge.rules.deterministic) {
    if (not_given == 0) return "";
    return "it does not give the reference of " +
           text::counted_of(not_given, held.size(), "case", "cases") + ", and is deterministic";
  }
  if (stats::permutation_test(held, seed).p_worse > level) return "";
  return "its runs agree with each other, but not with the recorded references";
}

}  // namespace tidemark::pipeline
