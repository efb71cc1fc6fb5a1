#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/golden.hpp"
#include "core/model/trial.hpp"
#include "core/model/verdict.hpp"
#include "replay/compare/scoring.hpp"
#include "replay/verdict/evidence.hpp"

namespace tidemark::pipeline {

/// What one output scored.
struct RunScore {
  int units = 0;
  bool same_output = false;  ///< as the reference, after scrubbing
  std::string difference;    ///< what the primary comparator says about it
};

/// One golden case with all its scores so far and the output that a report shows: a case's lowest.
struct ScoredCase {
  verdict::CaseEvidence evidence;  ///< candidate runs as far as they came
  SharedText lowest_output;        ///< canonical JSON; "" while no run gave one
  int lowest = 0;                  ///< its score, in units
  std::string difference;          ///< what the primary comparator says about it
  bool moved = false;              ///< some output differs from the reference after scrubbing
  bool disagrees = false;  ///< the first two runs differ after scrubbing, where one run is a fact
  bool quarantined = false;
  int late = 0;                             ///< runs that ended at their deadline
  std::optional<RunScore> reference_score;  ///< of the reference itself, once a run gave that
  bool is_known = false;                    ///< some run told something of the case

  bool has_output() const { return !lowest_output.str().empty(); }
  /// No run of it gave an answer in time, and not for want of tries.
  bool hangs() const { return late >= 2 && !is_known; }
};

/// A case before its first run, its control runs scored.
ScoredCase scored_case(const compare::Scorer& scorer, const GoldenCase& golden,
                       const BaselineCase* baseline);

/// Adds the outcome of the case's next run. `baseline` is the one that the case was made with.
void add_run(const compare::Scorer& scorer, const GoldenCase& golden, const BaselineCase& baseline,
             const Outcome& outcome, ScoredCase& scored);

/// Notes whether this run, the second, gives what the first gave.
void compare_repeat(const compare::Scorer& scorer, const GoldenCase& golden, const Outcome& outcome,
                    ScoredCase& scored);

/// Whether a report has something to say of the case: an output moved, or the mean score did.
bool has_shifted(const ScoredCase& scored);

/// The case for a report. It gave an output.
CaseShift shift_of(const GoldenCase& golden, const BaselineCase& baseline,
                   const ScoredCase& scored);

/// Sentences of controls that failed on a sample of ten cases drawn by `seed`; empty when the
/// detector is alive.
std::vector<std::string> dead_controls(const compare::Scorer& scorer, const GoldenSet& golden,
                                       const Baseline& baseline, std::uint64_t seed);

}  // namespace tidemark::pipeline
