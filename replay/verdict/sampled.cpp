#include "replay/verdict/sampled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text/counted.hpp"
#include "replay/stats/decide.hpp"
#include "replay/stats/per_case.hpp"
#include "replay/verdict/measure.hpp"

namespace tidemark::verdict {
namespace {

bool all_below_baseline(const CaseEvidence& one) {
  if (!one.recorded || one.baseline.empty()) return false;
  const int least = *std::min_element(one.baseline.begin(), one.baseline.end());
  return std::all_of(one.candidate.begin(), one.candidate.end(),
                     [&](int unit) { return unit != stats::missing && unit < least; });
}

std::vector<std::string> suspicious_critical(const Evidence& evidence) {
  std::vector<std::string> names;
  for (const CaseEvidence& one : evidence.cases) {
    if (one.critical && all_below_baseline(one)) names.push_back(one.case_id);
  }
  return names;
}

/// Critical cases that got worse beyond chance; the family is all critical cases.
std::vector<std::string> worse_critical(const Evidence& evidence) {
  Evidence family = evidence;
  std::erase_if(family.cases, [](const CaseEvidence& one) { return !one.critical; });
  if (family.cases.empty()) return {};
  const auto scores = scores_of(family);
  const auto adjusted = stats::holm(stats::p_worse_per_case(scores, evidence.rules.seed));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < adjusted.size(); ++i) {
    if (adjusted[i] <= critical_level) names.push_back(family.cases[i].case_id);
  }
  return names;
}

bool misses_critical_run(const Evidence& evidence) {
  return std::any_of(evidence.cases.begin(), evidence.cases.end(), [](const CaseEvidence& one) {
    return one.critical && std::count(one.candidate.begin(), one.candidate.end(), stats::missing);
  });
}

VerdictKind kind_of(stats::Decision decision) {
  switch (decision) {
    case stats::Decision::Pass:
      return VerdictKind::pass;
    case stats::Decision::Changed:
      return VerdictKind::changed;
    case stats::Decision::Regressed:
      return VerdictKind::regressed;
    case stats::Decision::NeedMore:
      return VerdictKind::inconclusive;
    case stats::Decision::NotTested:
      return VerdictKind::not_tested;
  }
  return VerdictKind::error;
}

std::string p_text(double p) {
  return p < 0.0001 ? std::string("p < 0.0001") : "p = " + decimal(p, 4);
}

std::string e_text(double log_e) {
  const double power = log_e / std::log(10.0);
  return power > 6 ? fmt::format("E = 10^{:.0f}", power) : "E = " + decimal(std::exp(log_e), 2);
}

std::string tests_sentence(const Measurement& measured, const stats::Decided& decided) {
  return fmt::format("{} per case against {} recorded: {} ({}), and a drop of {} is {} ({})",
                     text::counted(measured.candidate_runs, "run", "runs"), measured.baseline_runs,
                     decided.worse ? "worse" : "not shown to be worse", p_text(decided.p_worse),
                     decimal(measured.margin, 2), decided.refuted ? "refuted" : "not refuted",
                     e_text(decided.log_e));
}

/// Why a verdict that the tests would give is not given.
void explain_missing(const Evidence& evidence, const stats::Decided& decided,
                     Judgement& judgement) {
  if (!decided.hangs_on_missing) return;
  std::vector<std::string> unrecorded;
  for (const CaseEvidence& one : evidence.cases) {
    if (!one.recorded) unrecorded.push_back(one.case_id);
  }
  judgement.because.push_back(
      "the verdict hangs on runs that gave no output, which may have been better or worse");
  if (unrecorded.empty()) return;
  judgement.because.push_back(unrecorded_sentence(unrecorded, evidence.cases.size()));
}

Judgement decided(const Evidence& evidence) {
  Judgement judgement{VerdictKind::inconclusive, false, {}, measure(evidence)};
  const auto scores = scores_of(evidence);
  const stats::Decided decided =
      stats::decide(scores, {.margin = evidence.rules.margin, .seed = evidence.rules.seed});
  judgement.kind = kind_of(decided.decision);
  judgement.measured.p_worse = decided.p_worse;
  judgement.measured.log_e = decided.log_e;
  judgement.because = {means_sentence(judgement.measured),
                       tests_sentence(judgement.measured, decided)};
  explain_missing(evidence, decided, judgement);
  judgement.needs_second_look =
      decided.decision == stats::Decision::NeedMore && evidence.look == Look::first;
  return judgement;
}

void apply_critical(const Evidence& evidence, Judgement& judgement) {
  if (judgement.kind == VerdictKind::regressed) return;
  if (evidence.look == Look::first) {
    const auto names = suspicious_critical(evidence);
    if (names.empty()) return;
    judgement.kind = VerdictKind::inconclusive;
    judgement.needs_second_look = true;
    judgement.because.insert(
        judgement.because.begin(),
        "every run of a critical case fell under its baseline: " + some_of(names));
    return;
  }
  const auto names = worse_critical(evidence);
  if (names.empty()) return;
  judgement.kind = VerdictKind::regressed;
  judgement.because.insert(judgement.because.begin(),
                           "a critical case got worse beyond chance: " + some_of(names));
}

void keep_from_passing(Judgement& judgement, std::string why) {
  if (judgement.kind != VerdictKind::pass && judgement.kind != VerdictKind::changed) return;
  judgement.kind = VerdictKind::inconclusive;
  judgement.because.insert(judgement.because.begin(), std::move(why));
}

}  // namespace

const double critical_level = 0.01;

Judgement judge_sampled(const Evidence& evidence) {
  Judgement judgement = decided(evidence);
  apply_critical(evidence, judgement);
  if (misses_critical_run(evidence)) {
    keep_from_passing(judgement, "a run of a critical case gave no output");
  }
  if (evidence.cases.size() < static_cast<std::size_t>(evidence.rules.min_cases)) {
    keep_from_passing(judgement, fmt::format("{} {} fewer than the {} that a PASS needs",
                                             text::counted(evidence.cases.size(), "case", "cases"),
                                             text::agreeing(evidence.cases.size(), "is", "are"),
                                             evidence.rules.min_cases));
  }
  return judgement;
}

}  // namespace tidemark::verdict
