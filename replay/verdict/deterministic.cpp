#include "replay/verdict/deterministic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text/counted.hpp"
#include "replay/verdict/measure.hpp"

namespace tidemark::verdict {
namespace {

/// What the cases add up to; scores in units.
struct Facts {
  std::vector<std::string> lower, lower_critical, higher, silent, unrecorded, unsteady;
  double drop = 0;  // sum over cases, a failed run counted as perfect
};

std::optional<int> first_score(const std::vector<int>& units) {
  const auto found =
      std::find_if(units.begin(), units.end(), [](int unit) { return unit != stats::missing; });
  if (found == units.end()) return std::nullopt;
  return *found;
}

bool is_unsteady(const CaseEvidence& one) {
  return std::adjacent_find(one.baseline.begin(), one.baseline.end(), std::not_equal_to<>()) !=
         one.baseline.end();
}

bool lost_a_run(const CaseEvidence& one) {
  return std::count(one.candidate.begin(), one.candidate.end(), stats::missing) != 0;
}

void add_case(const CaseEvidence& one, Facts& facts) {
  const auto before = first_score(one.baseline);
  const auto after = first_score(one.candidate);
  if (!one.recorded || !before) {
    facts.unrecorded.push_back(one.case_id);
    return;
  }
  if (!after || lost_a_run(one)) facts.silent.push_back(one.case_id);
  if (is_unsteady(one)) facts.unsteady.push_back(one.case_id);
  facts.drop += *before - after.value_or(stats::score_scale);
  if (!after || *after == *before) return;
  if (*after > *before) {
    facts.higher.push_back(one.case_id);
    return;
  }
  facts.lower.push_back(one.case_id);
  if (one.critical) facts.lower_critical.push_back(one.case_id);
}

Facts facts_of(const Evidence& evidence) {
  Facts facts;
  for (const CaseEvidence& one : evidence.cases) add_case(one, facts);
  return facts;
}

std::string cases_of(std::size_t part, std::size_t cases) {
  return text::counted_of(part, cases, "case", "cases");
}

std::string worse_sentence(std::size_t lower, std::size_t cases) {
  return cases_of(lower, cases) + " got worse";
}

std::vector<std::string> unknown_sentences(const Facts& facts, std::size_t cases) {
  std::vector<std::string> sentences;
  if (!facts.silent.empty()) {
    sentences.push_back(fmt::format("{} gave no output, which may hide a drop: {}",
                                    cases_of(facts.silent.size(), cases), some_of(facts.silent)));
  }
  if (!facts.unrecorded.empty()) {
    sentences.push_back(unrecorded_sentence(facts.unrecorded, cases));
  }
  return sentences;
}

}  // namespace

Judgement judge_deterministic(const Evidence& evidence) {
  const Facts facts = facts_of(evidence);
  const std::size_t cases = evidence.cases.size();
  Judgement judgement{VerdictKind::pass, false, {}, measure(evidence)};
  auto& because = judgement.because;
  const std::string got_worse = worse_sentence(facts.lower.size(), judgement.measured.cases);
  // The whole number of units keeps 0.10 x 40 cases exact.
  const double allowed = evidence.rules.margin * stats::score_scale * static_cast<double>(cases);
  if (!facts.unsteady.empty()) {
    judgement.kind = VerdictKind::error;
    because = {"declared deterministic, but its recorded runs disagree: " +
               some_of(facts.unsteady)};
  } else if (!facts.lower_critical.empty()) {
    judgement.kind = VerdictKind::regressed;
    because = {"a critical case got worse: " + some_of(facts.lower_critical), got_worse,
               means_sentence(judgement.measured)};
  } else if (facts.drop >= allowed - 1e-6) {
    judgement.kind = VerdictKind::regressed;
    because = {
        got_worse + ", " + means_sentence(judgement.measured) +
        fmt::format(": a drop of {} or more must not pass", decimal(evidence.rules.margin, 2))};
  } else if (!facts.silent.empty() || !facts.unrecorded.empty()) {
    judgement.kind = VerdictKind::inconclusive;
    because = unknown_sentences(facts, cases);
  } else if (!facts.lower.empty()) {
    judgement.kind = VerdictKind::changed;
    because = {got_worse + ": " + some_of(facts.lower), means_sentence(judgement.measured)};
  } else {
    because = {cases == 1 ? std::string("no case got worse, and there is only one")
                          : fmt::format("no case got worse on these {} cases", cases)};
  }
  if (!facts.higher.empty()) {
    because.push_back(cases_of(facts.higher.size(), cases) + " got better");
  }
  return judgement;
}

}  // namespace tidemark::verdict
