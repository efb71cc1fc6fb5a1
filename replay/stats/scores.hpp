#pragma once

#include <span>
#include <vector>

namespace tidemark::stats {

/// Scores are whole thousandths, so that sums and ties are exact: 0 is worst, 1000 is best.
constexpr int score_scale = 1000;

/// Stands where a run gave no score (rate limit, crash). Never a number to calculate with.
constexpr int missing = -1;

/// Makes thousandths of a score in [0,1], rounding half to even. Throws std::invalid_argument for
/// NaN and anything outside.
int to_units(double score);

/// What one golden case scored under the old and the new state, in units or `missing`, in the order
/// the runs were stored.
struct CaseScores {
  std::vector<int> baseline;
  std::vector<int> candidate;
};

/// Whom the missing runs are counted for: a favoured arm's are perfect, the other arm's worthless.
enum class Favour { Candidate, Baseline };

/// Puts bounds in the place of missing runs, so that a test can be made to err on one side only.
/// Throws std::invalid_argument for a score out of range or an arm without runs.
std::vector<CaseScores> complete(std::span<const CaseScores> cases, Favour favour);

/// Says on how many runs, of both arms, a decision had to do without.
int count_missing(std::span<const CaseScores> cases);

}  // namespace tidemark::stats
