#include "replay/pipeline/touched_cases.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "replay/compare/case_scorer.hpp"
#include "replay/pipeline/callings.hpp"

namespace tidemark::pipeline {
namespace {

std::size_t count_of(const std::vector<bool>& called) {
  return static_cast<std::size_t>(std::count(called.begin(), called.end(), true));
}

bool is_recorded(const Judge& judge, const GoldenCase& golden) {
  const BaselineCase* recorded = judge.baseline->find(golden.id);
  return recorded != nullptr && recorded->input_hash == golden.input_hash;
}

/// The mean recorded score of the cases with `expect` that are not called for; 1 without any.
double mean_of_others(const Judge& judge, const std::vector<bool>& called,
                      const std::function<compare::Make()>& comparators) {
  const compare::Scorer scorer(judge.replay, to_string(judge.replay.place), comparators());
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < called.size(); ++i) {
    const GoldenCase& one = judge.golden.cases[i];
    if (called[i] || !one.expect) continue;
    const BaselineCase& recorded = *judge.baseline->find(one.id);
    compare::CaseScorer scores(scorer, one, recorded.reference);
    for (const SharedText& control : recorded.controls) {
      sum += scores.score(control).primary;
      ++count;
    }
  }
  return count == 0 ? 1 : sum / static_cast<double>(count);
}

/// Why the judge must have all cases, or "".
std::string why_all(const Judge& judge, const std::vector<bool>& called,
                    const std::function<compare::Make()>& comparators) {
  const std::size_t count = count_of(called);
  if (count < static_cast<std::size_t>(judge.rules.min_cases)) {
    return fmt::format("fewer than the {} that a PASS needs", judge.rules.min_cases);
  }
  for (std::size_t i = 0; i < called.size(); ++i) {
    if (!called[i] && !is_recorded(judge, judge.golden.cases[i])) {
      return "but the baseline does not hold all of the others";
    }
  }
  if (!comparators) return "";
  try {
    if (mean_of_others(judge, called, comparators) < judge.rules.min_score) {
      return "but the others were recorded under the floor min_score";
    }
  } catch (const Error& error) {
    if (error.fault() != Fault::evaluation) throw;
    return "but the others cannot be scored";
  }
  return "";
}

void keep(const std::vector<bool>& called, GoldenSet& golden) {
  std::vector<GoldenCase> kept;
  std::string identity = golden.hash;
  for (std::size_t i = 0; i < called.size(); ++i) {
    if (!called[i]) continue;
    identity += ' ' + golden.cases[i].id;
    kept.push_back(std::move(golden.cases[i]));
  }
  golden.cases = std::move(kept);
  // Evidence of some cases is none of all.
  golden.hash = sha256_hex(identity);
}

}  // namespace

std::vector<bool> called_for(const Assessment& assessment, const EntityId& automation,
                             const GoldenSet& golden) {
  golden::Touched touched;
  for (const GoldenCase& one : golden.cases) touched.push_back(golden::touched_by(one));
  return Callings(assessment).of(automation, impact_on(assessment, automation), touched);
}

std::optional<CaseSelection> select_cases(const Assessment& assessment, Judge& judge,
                                          const std::function<compare::Make()>& comparators) {
  if (!judge.lacking.empty() || !judge.is_new.empty()) return std::nullopt;
  const auto called = called_for(assessment, judge.automation, judge.golden);
  CaseSelection selection{count_of(called), called.size(), called.size(), ""};
  if (selection.called == selection.all) return std::nullopt;
  selection.why_all = why_all(judge, called, comparators);
  if (!selection.why_all.empty()) return selection;
  selection.taken = selection.called;
  keep(called, judge.golden);
  return selection;
}

}  // namespace tidemark::pipeline
