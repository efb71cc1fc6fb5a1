#include "replay/verdict/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/text/counted.hpp"
#include "replay/stats/per_case.hpp"
#include "replay/stats/permutation.hpp"
#include "replay/verdict/deterministic.hpp"
#include "replay/verdict/measure.hpp"
#include "replay/verdict/sampled.hpp"

namespace tidemark::verdict {
namespace {

/// More than the tenth that may be lost. In whole numbers, so that a tenth is one.
bool too_many(std::size_t lost, std::size_t all) { return lost * 10 > all; }

/// Means of scores are sums of binary fractions; a mean of exactly the floor is not under it.
constexpr double rounding = 1e-9;

Judgement refused(const Evidence& evidence, VerdictKind kind, std::vector<std::string> because) {
  because.insert(because.end(), evidence.failures.begin(), evidence.failures.end());
  return {kind, false, std::move(because), measure(evidence)};
}

/// Cases whose golden input is not the one that was recorded: nothing can be said about them.
std::optional<Judgement> unrecorded(const Evidence& evidence) {
  std::vector<std::string> names;
  bool critical = false;
  for (const CaseEvidence& one : evidence.cases) {
    if (one.recorded) continue;
    names.push_back(one.case_id);
    critical = critical || one.critical;
  }
  if (!critical && !too_many(names.size(), evidence.cases.size())) return std::nullopt;
  return refused(evidence, VerdictKind::not_tested,
                 {fmt::format("the baseline does not hold {} ({}): record it again",
                              text::counted_of(names.size(), evidence.cases.size(), "golden input",
                                               "golden inputs"),
                              some_of(names))});
}

std::string quarantine_sentence(const Evidence& evidence, const std::vector<std::string>& cases,
                                const char* what) {
  return fmt::format("{} {} and {} quarantined: {}",
                     text::counted_of(cases.size(), evidence.cases.size(), "case", "cases"), what,
                     text::agreeing(cases.size(), "is", "are"), some_of(cases));
}

/// On the cases of which nothing can be known, however often they are run.
std::vector<std::string> quarantine_sentences(const Evidence& evidence) {
  std::vector<std::string> sentences;
  if (!evidence.quarantined.empty()) {
    sentences.push_back(quarantine_sentence(evidence, evidence.quarantined,
                                            "killed the plugin's worker again and again"));
  }
  if (!evidence.hanging.empty()) {
    sentences.push_back(quarantine_sentence(evidence, evidence.hanging,
                                            "gave no answer in time, again and again,"));
  }
  return sentences;
}

void append(std::vector<std::string>& sentences, const std::vector<std::string>& more) {
  sentences.insert(sentences.end(), more.begin(), more.end());
}

Judgement lost(const Evidence& evidence, const Measurement& measured) {
  std::vector<std::string> because = {
      text::counted_of(measured.failures, measured.trials, "trial", "trials") +
      " gave no output; at least 90 % are needed"};
  append(because, quarantine_sentences(evidence));
  return refused(evidence, VerdictKind::error, std::move(because));
}

/// Scores end at 0: whoever has less than the margin to lose is never seen to lose it.
std::optional<Judgement> powerless(const Evidence& evidence) {
  const auto mean = control_mean(evidence);
  if (!mean || *mean >= evidence.rules.margin - rounding) return std::nullopt;
  return refused(
      evidence, VerdictKind::error,
      {fmt::format("detector dead: the control runs themselves score {} on average, so a "
                   "drop of {} could not be seen (scrub what may vary, or compare it "
                   "otherwise)",
                   decimal(*mean, 3), decimal(evidence.rules.margin, 2))});
}

/// What no run could mend; nothing when there is no such thing.
std::optional<Judgement> undecidable(const Evidence& evidence) {
  if (evidence.cases.empty()) {
    return refused(evidence, VerdictKind::not_tested, {"the golden set has no case"});
  }
  if (auto judgement = unrecorded(evidence)) return judgement;
  if (!evidence.dead_controls.empty()) {
    std::vector<std::string> because = {
        "detector dead: the comparators cannot tell right from "
        "wrong, so no score means anything"};
    because.insert(because.end(), evidence.dead_controls.begin(), evidence.dead_controls.end());
    return refused(evidence, VerdictKind::error, std::move(because));
  }
  return powerless(evidence);
}

/// What must hold before any number means anything; nothing when it all holds.
std::optional<Judgement> precluded(const Evidence& evidence) {
  if (auto judgement = undecidable(evidence)) return judgement;
  const Measurement measured = measure(evidence);
  if (measured.trials == 0 || too_many(measured.failures, measured.trials)) {
    return lost(evidence, measured);
  }
  if (!evidence.disagreeing.empty()) {
    return refused(
        evidence, VerdictKind::error,
        {"declared deterministic, but the same input gave different outputs (scrub what may "
         "vary): " +
         some_of(evidence.disagreeing)});
  }
  return std::nullopt;
}

/// Where shuffles stand for the exact test, those of other scores draw a p of their own. One that
/// is 0.01 now, with the best that can come, is not 0.025 in any of them.
constexpr double beyond_chance = 0.01;

double mean_of(const std::vector<int>& units) {
  return std::accumulate(units.begin(), units.end(), 0.0) / static_cast<double>(units.size());
}

/// Whether the mean is lower even if all that was not made scores 1000.
bool has_dropped(const Evidence& evidence) {
  double drop = 0;
  for (const stats::CaseScores& one :
       stats::complete(scores_of(evidence), stats::Favour::Candidate)) {
    drop += mean_of(one.baseline) - mean_of(one.candidate);
  }
  return drop > 0;
}

/// A floor under two systems that are broken alike: "not worse" would be true of them. What the
/// test found to be worse is no mere gap in the evidence, so that becomes REGRESSED.
void apply_floor(const Evidence& evidence, Judgement& judgement) {
  const auto mean = expected_mean(evidence);
  const bool settled =
      judgement.kind == VerdictKind::regressed || judgement.kind == VerdictKind::error;
  if (!mean || settled || *mean >= evidence.rules.min_score - rounding) return;
  const bool alarmed = judgement.kind == VerdictKind::changed;
  judgement.kind = alarmed ? VerdictKind::regressed : VerdictKind::not_tested;
  judgement.because.insert(judgement.because.begin(),
                           fmt::format("mean score {} is under the floor min_score {}{}",
                                       decimal(*mean, 3), decimal(evidence.rules.min_score, 2),
                                       alarmed ? ", and it got worse" : ": too broken to compare"));
}

void apply_constant_output(const Evidence& evidence, Judgement& judgement) {
  if (!evidence.constant_output || judgement.kind == VerdictKind::regressed) return;
  judgement.kind = VerdictKind::error;
  judgement.needs_second_look = false;
  judgement.because.insert(judgement.because.begin(),
                           "every input gave one and the same output, and did not when the "
                           "baseline was recorded");
}

/// What nobody can run is no gap in the evidence that more runs could fill.
void apply_quarantine(const Evidence& evidence, Judgement& judgement) {
  const auto sentences = quarantine_sentences(evidence);
  if (sentences.empty()) return;
  if (judgement.kind == VerdictKind::regressed) return append(judgement.because, sentences);
  judgement.kind = VerdictKind::error;
  judgement.needs_second_look = false;
  judgement.because = sentences;
}

/// Worse, but proven less than the margin: whether a person must look is the policy's choice.
void apply_within_margin(const Evidence& evidence, Judgement& judgement) {
  if (judgement.kind != VerdictKind::changed) return;
  if (evidence.rules.within_margin == WithinMargin::review) {
    judgement.because.emplace_back(
        "within the margin, and the policy within_margin: review wants "
        "a person to accept it");
    return;
  }
  judgement.kind = VerdictKind::pass;
  judgement.because.emplace_back("within the margin, which the policy within_margin: pass allows");
}

bool is_higher(const CaseEvidence& one) {
  if (!one.recorded || one.baseline.empty() || one.candidate.empty()) return false;
  return one.candidate.front() != stats::missing && one.candidate.front() > one.baseline.front();
}

/// Of the critical cases one by one; the family is all of them.
bool is_better_in_critical(const Evidence& evidence) {
  Evidence family = evidence;
  std::erase_if(family.cases, [](const CaseEvidence& one) { return !one.critical; });
  if (family.cases.empty()) return false;
  auto scores = stats::complete(scores_of(family), stats::Favour::Baseline);
  for (stats::CaseScores& one : scores) std::swap(one.baseline, one.candidate);
  const auto adjusted = stats::holm(stats::p_worse_per_case(scores, evidence.rules.seed));
  const double level = std::max(evidence.rules.two_sided, critical_level);
  return std::ranges::any_of(adjusted, [&](double p) { return p <= level; });
}

/// Beyond chance; what gave no output counts as bad.
bool is_better(const Evidence& evidence) {
  if (evidence.rules.deterministic) {
    return std::any_of(evidence.cases.begin(), evidence.cases.end(), is_higher);
  }
  const auto scores = stats::complete(scores_of(evidence), stats::Favour::Baseline);
  return stats::permutation_test(scores, evidence.rules.seed).p_better <=
             evidence.rules.two_sided ||
         is_better_in_critical(evidence);
}

/// Later runs could be as bad as control runs that the state in question did not give.
void apply_two_sided(const Evidence& evidence, Judgement& judgement) {
  if (evidence.rules.two_sided == 0 || judgement.kind != VerdictKind::pass) return;
  if (!is_better(evidence)) return;
  judgement.kind = VerdictKind::changed;
  judgement.because.insert(
      judgement.because.begin(),
      "its recorded runs are worse than what it gives, " + means_sentence(judgement.measured));
}

}  // namespace

Judgement judge(const Evidence& evidence) {
  if (auto judgement = precluded(evidence)) return *judgement;
  Judgement judgement =
      evidence.rules.deterministic ? judge_deterministic(evidence) : judge_sampled(evidence);
  apply_floor(evidence, judgement);
  apply_within_margin(evidence, judgement);
  apply_quarantine(evidence, judgement);
  apply_constant_output(evidence, judgement);
  apply_two_sided(evidence, judgement);
  append(judgement.because, evidence.failures);
  return judgement;
}

bool is_settled(const Evidence& evidence) {
  if (undecidable(evidence)) return true;
  if (evidence.rules.deterministic) return judge(evidence).kind == VerdictKind::regressed;
  // What is so as a rule must not cost the tests.
  if (!has_dropped(evidence)) return false;
  const Judgement judgement = judge(evidence);
  return judgement.kind == VerdictKind::regressed && judgement.measured.p_worse <= beyond_chance;
}

}  // namespace tidemark::verdict
