#pragma once

#include <cstdint>
#include <span>

#include "replay/stats/scores.hpp"

namespace tidemark::stats {

/// How surprising the candidate's scores are if nothing changed. Every p is above 0.
struct PermutationTest {
  std::int64_t observed = 0;  // sum of the candidate's scores in units, missing runs as 1000
  double p_worse = 1.0;       // chance of a sum this low or lower
  double p_better = 1.0;      // chance of a sum this high or higher
  double p_two = 1.0;         // chance of a sum this unlikely or more; twice the smaller if sampled
  bool exact = true;          // false: estimated from 9999 shuffles, reproducible by the seed
};

/// States the exact calculation may visit before shuffles take its place; about 0.1 s.
constexpr double exact_work = 2e7;

/// Tells bad luck from a change: were old and new labels shuffled inside every case, how often
/// would the new runs look this bad? Exact stratified permutation test (Birch 1964; for pass and
/// fail the exact Cochran-Mantel-Haenszel test; statistics.md 1.1). A missing candidate run counts
/// as perfect, a missing baseline run as worthless, so lost runs raise p_worse only. No cases give
/// p = 1. Neither the order of the cases nor that of the runs matters.
PermutationTest permutation_test(std::span<const CaseScores> cases, std::uint64_t seed,
                                 double work = exact_work);

}  // namespace tidemark::stats
