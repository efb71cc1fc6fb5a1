#pragma once

#include <string>
#include <vector>

#include "replay/pipeline/examine.hpp"
#include "replay/pipeline/scored_cases.hpp"
#include "replay/verdict/judge.hpp"

namespace tidemark::pipeline {

/// One judge's looks at one automation: has trials run, scores what comes of them, and stops as
/// soon as no score of those that are left could change the verdict. That is no further look:
/// judge() is asked what it would say of the best that can come.
class Examination {
 public:
  /// All must stay. `outcomes` as examine() takes it.
  Examination(const Judge& judge, Session& session, Outcomes& outcomes, std::uint64_t seed);

  verdict::Judgement first_look();
  /// After a first look that could not decide.
  verdict::Judgement second_look();
  /// What a report says beside the judgement.
  void report(Verdict& verdict) const;
  /// Whether a trial gave no output.
  bool has_failures() const { return scored_.has_failures(); }

 private:
  bool may_stop(const std::vector<Trial>& trials, std::size_t next) const;
  bool is_settled() const;
  void plan(const std::vector<Trial>& trials);
  void run(std::vector<Trial> trials);
  void run_repeats();
  bool feed(const std::vector<Trial>& trials, std::size_t position, const Outcome& outcome);
  bool is_wanted_again(const Outcome& outcome) const;
  bool can_score(const Trial& trial) const;
  Outcomes::key_type key_of(const Trial& trial) const;
  std::string settled_sentence(const Verdict& verdict) const;

  const Judge& judge_;
  Session& session_;
  Outcomes& outcomes_;
  const std::uint64_t seed_;
  const compare::Scorer scorer_;
  ScoredCases scored_;
  verdict::Look look_ = verdict::Look::first;
  std::size_t planned_ = 0;  ///< trials
  std::vector<int> runs_;    ///< planned of each case, by its position
  std::vector<std::size_t>
      met_;  ///< positions of cases that were run, of a deterministic automation
  bool is_settled_ = false;
  std::size_t earlier_ = 0;  ///< trials that an earlier run made
  Retries retries_;          ///< of the others
  Spent spent_;              ///< by them
};

}  // namespace tidemark::pipeline
