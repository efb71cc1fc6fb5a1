#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "replay/pipeline/answered_by.hpp"
#include "replay/pipeline/failures.hpp"
#include "replay/pipeline/judge_of.hpp"
#include "replay/pipeline/scored_case.hpp"

namespace tidemark::pipeline {

/// What a judge's cases scored so far. Of outputs it keeps one for each case, however often that is
/// run.
class ScoredCases {
 public:
  /// Both must stay. Throws as Scorer::prepare().
  ScoredCases(const Judge& judge, const compare::Scorer& scorer, std::uint64_t seed);

  /// Whether the baseline holds the case for this very input, so that its outputs can be scored.
  bool can_score(std::size_t position) const { return cases_[position].evidence.recorded; }
  /// The outcome of the next run of the case at that position of the golden set.
  void add(std::size_t position, const Outcome& outcome);

  /// What a look rests on that is to have so many runs of each case; those that did not come are
  /// not made.
  verdict::Evidence evidence(verdict::Look look, const std::vector<int>& runs) const;
  bool has_failures() const { return !failures_.empty(); }
  /// Whether every run up to now gave all that was wanted.
  bool is_flawless() const { return is_flawless_; }
  /// Cases without a run.
  std::size_t untouched() const;
  /// Puts what got worse, better or moved into the verdict, and who answered.
  void report(Verdict& verdict) const;

 private:
  bool is_constant() const;

  const Judge& judge_;
  const compare::Scorer& scorer_;
  const std::uint64_t seed_;
  std::vector<ScoredCase> cases_;              ///< in the order of the golden set
  std::vector<const BaselineCase*> recorded_;  ///< of each; null where the baseline lacks it
  std::vector<std::string> dead_controls_;
  bool varied_when_recorded_ = false;
  bool is_flawless_ = true;
  /// Of first runs; no more than it takes to see whether they are all the same.
  std::set<std::string> inputs_, outputs_;
  Failures failures_;
  AnsweredBy answered_by_;
};

}  // namespace tidemark::pipeline
