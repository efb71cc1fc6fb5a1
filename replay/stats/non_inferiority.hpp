#pragma once

#include <cstdint>
#include <span>

#include "replay/stats/scores.hpp"

namespace tidemark::stats {

/// One size of drop, baseline minus candidate in [-1,1], and how many runs showed it.
struct Drop {
  double size = 0.0;
  std::int64_t count = 1;
};

/// Measures how strongly drops contradict "the mean fell by `margin` or more": the natural
/// logarithm of E, the mean of 20 bets' winnings (statistics.md 1.1, test 2). Logarithm, because E
/// reaches 10^800. If the claim is true, E reaches 1/a with a chance of at most a. No drops give 0
/// (E = 1). Throws std::invalid_argument for a margin outside (0,1) and drops outside [-1,1].
double log_e_value(std::span<const Drop> drops, double margin);

/// The same for cases: the baseline runs are split in stored order into as many blocks as there are
/// candidate runs, and each run is compared with the mean of its block. A missing candidate run
/// counts as worthless, a missing baseline run as perfect, so lost runs lower E only.
/// Throws std::invalid_argument unless the baseline runs are a multiple of the candidate's.
double log_e_value(std::span<const CaseScores> cases, double margin);

}  // namespace tidemark::stats
