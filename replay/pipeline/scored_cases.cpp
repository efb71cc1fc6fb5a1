#include "replay/pipeline/scored_cases.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/hash.hpp"
#include "core/base/parallel.hpp"
#include "replay/stats/scores.hpp"

namespace tidemark::pipeline {
namespace {

/// Fewer inputs may well have the same answer.
constexpr std::size_t most_alike = 3;

bool varied(const Judge& judge) {
  std::set<std::string> references;
  for (const BaselineCase& one : judge.baseline->cases) {
    if (judge.golden.find(one.id) != nullptr) references.insert(sha256_hex(one.reference.str()));
    if (references.size() > 1) return true;
  }
  return false;
}

void sort_by_size(std::vector<CaseShift>& shifts) {
  std::stable_sort(shifts.begin(), shifts.end(), [](const CaseShift& a, const CaseShift& b) {
    if (a.critical != b.critical) return a.critical;
    return std::abs(a.before - a.after) > std::abs(b.before - b.after);
  });
}

/// Of a case that the baseline does not hold every run is lost.
void complete(verdict::CaseEvidence& one, std::size_t runs) {
  if (one.recorded) one.unmade = runs - one.candidate.size();
  one.candidate.resize(runs, stats::missing);
}

}  // namespace

ScoredCases::ScoredCases(const Judge& judge, const compare::Scorer& scorer, std::uint64_t seed)
    : judge_(judge),
      scorer_(scorer),
      seed_(seed),
      cases_(judge.golden.cases.size()),
      recorded_(cases_.size()),
      dead_controls_(dead_controls(scorer, judge.golden, *judge.baseline, seed)),
      varied_when_recorded_(varied(judge)) {
  on_all_cores(
      cases_.size(),
      [&](std::size_t i) {
        const GoldenCase& one = judge.golden.cases[i];
        recorded_[i] = judge.baseline->find(one.id);
        cases_[i] = scored_case(scorer, one, recorded_[i]);
      },
      Memory::little);
}

void ScoredCases::add(std::size_t position, const Outcome& outcome) {
  const GoldenCase& golden = judge_.golden.cases[position];
  ScoredCase& scored = cases_[position];
  if (!outcome.failure && outcome.run == 0) {
    if (inputs_.size() <= most_alike) inputs_.insert(golden.input_hash);
    if (outputs_.size() <= 1) outputs_.insert(sha256_hex(outcome.output));
  }
  if (judge_.rules.deterministic && outcome.run == 1) {
    compare_repeat(scorer_, golden, outcome, scored);
  }
  add_run(scorer_, golden, *recorded_[position], outcome, scored);
  is_flawless_ = is_flawless_ && scored.evidence.candidate.back() == stats::score_scale;
  failures_.add(outcome);
  answered_by_.add(outcome.facts);
}

bool ScoredCases::is_constant() const {
  return inputs_.size() > most_alike && outputs_.size() == 1 && varied_when_recorded_;
}

verdict::Evidence ScoredCases::evidence(verdict::Look look, const std::vector<int>& runs) const {
  verdict::Evidence evidence;
  evidence.rules = judge_.rules;
  evidence.rules.seed = seed_;
  evidence.look = look;
  evidence.cases.reserve(cases_.size());
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    const ScoredCase& one = cases_[i];
    evidence.cases.push_back(one.evidence);
    complete(evidence.cases.back(), static_cast<std::size_t>(runs[i]));
    if (one.quarantined) evidence.quarantined.push_back(one.evidence.case_id);
    if (one.hangs()) evidence.hanging.push_back(one.evidence.case_id);
    if (one.disagrees) evidence.disagreeing.push_back(one.evidence.case_id);
  }
  evidence.dead_controls = dead_controls_;
  evidence.constant_output = is_constant();
  evidence.failures = failures_.sentences();
  return evidence;
}

std::size_t ScoredCases::untouched() const {
  return static_cast<std::size_t>(
      std::count_if(cases_.begin(), cases_.end(), [](const ScoredCase& one) {
        return one.evidence.recorded && one.evidence.candidate.empty();
      }));
}

void ScoredCases::report(Verdict& verdict) const {
  if (const std::string change = answered_by_.change(); !change.empty()) {
    verdict.because.push_back(change);
  }
  verdict.answered_by = answered_by_.models();
  if (judge_.baseline) verdict.baseline_models = judge_.baseline->models;
  if (const std::string moved = answered_by_.moved_from(verdict.baseline_models); !moved.empty()) {
    verdict.because.push_back(moved);
  }
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    if (!has_shifted(cases_[i])) continue;
    const GoldenCase& golden = judge_.golden.cases[i];
    CaseShift shift = shift_of(golden, *recorded_[i], cases_[i]);
    if (shift.after < shift.before) {
      verdict.worse.push_back(std::move(shift));
      continue;
    }
    if (cases_[i].moved) verdict.moved.push_back(shift);
    if (shift.after > shift.before) verdict.better.push_back(std::move(shift));
  }
  sort_by_size(verdict.worse);
  sort_by_size(verdict.better);
}

}  // namespace tidemark::pipeline
