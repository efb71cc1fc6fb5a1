#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "replay/stats/scores.hpp"

namespace tidemark::stats {

/// Points at the cases that got worse: p_worse of each case on its own, in the order of the cases
/// (for pass and fail Fisher's exact test). 9+3 runs reach 1/220 at best.
std::vector<double> p_worse_per_case(std::span<const CaseScores> cases, std::uint64_t seed);

/// Adjusts p-values of a family for anything that blocks: rejecting those up to a errs anywhere in
/// the family with a chance of at most a (Holm 1979). In the order given; each in [0,1], otherwise
/// std::invalid_argument.
std::vector<double> holm(std::span<const double> p_values);

/// Adjusts p-values for a list to look at: of those up to q, an expected share of at most q is
/// there by chance (Benjamini and Hochberg 1995). In the order given; each in [0,1], otherwise
/// std::invalid_argument.
std::vector<double> benjamini_hochberg(std::span<const double> p_values);

/// Says how far runs of one case can be relied on: the share of pairs of runs that disagree, in
/// [0,1]. Fewer than two runs give 0.
double flakiness(std::span<const std::string> outputs);

/// The same for scores in units; missing runs are left out.
double flakiness(std::span<const int> units);

}  // namespace tidemark::stats
