#pragma once

#include <vector>

#include "core/model/golden.hpp"
#include "core/model/verdict.hpp"
#include "replay/compare/scoring.hpp"
#include "replay/pipeline/examine.hpp"
#include "replay/verdict/evidence.hpp"

namespace tidemark::pipeline {

/// One golden case with all its scores and the outputs that a report shows.
struct ScoredCase {
  verdict::CaseEvidence evidence;
  CaseShift shift;
  bool moved = false;      ///< some output differs from the reference after scrubbing
  bool disagrees = false;  ///< two runs gave different outputs after scrubbing
  bool quarantined = false;
  bool hanging = false;  ///< no run of it gave an answer in time, and not for want of tries
};

/// Scores a case's recorded and fresh runs. `runs` is how many fresh runs were planned.
ScoredCase scored_case(const compare::Scorer& scorer, const GoldenCase& golden,
                       const BaselineCase* baseline, int runs, const Outcomes& outcomes);

/// A text of several lines, such as one that quotes what a program printed last, as one sentence.
std::string one_line(const std::string& text);

/// The failures among the outcomes in a few sentences, the commonest first.
std::vector<std::string> failure_sentences(const Outcomes& outcomes);

/// More than three different inputs gave one output, while the recorded references differ.
bool is_constant(const GoldenSet& golden, const Baseline& baseline, const Outcomes& outcomes);

/// Sentences of controls that failed on a sample of ten cases drawn by `seed`; empty when the
/// detector is alive.
std::vector<std::string> dead_controls(const compare::Scorer& scorer, const GoldenSet& golden,
                                       const Baseline& baseline, std::uint64_t seed);

}  // namespace tidemark::pipeline
