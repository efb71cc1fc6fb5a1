#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tidemark::stats {

/// Probabilities of the sums 0, 1, 2, ... Only ever added and multiplied, never subtracted, so each
/// keeps its relative accuracy however small; long double, because 10^-468 is an ordinary value.
using SumDistribution = std::vector<long double>;

/// Size of the distribution of the sum of `draws` of `values`, none of them negative.
std::size_t sums_of_draws(std::span<const int> values, std::size_t draws);

/// How likely each sum is when `draws` of `values` are drawn without replacement. With two values
/// it is the hypergeometric distribution; in general a subset-sum count (statistics.md 1.1).
SumDistribution draw_distribution(std::span<const int> values, std::size_t draws);

/// How likely each sum is of two independent sums.
SumDistribution convolve(const SumDistribution& left, const SumDistribution& right);

}  // namespace tidemark::stats
