#include "replay/stats/sum_distribution.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace tidemark::stats {
namespace {

/// Adds to `with` the selections of `without` that `value` joins.
void join(const SumDistribution& without, std::size_t value, SumDistribution& with) {
  for (std::size_t sum = value; sum < with.size(); ++sum) {
    with[sum] += without[sum - value];
  }
}

}  // namespace

std::size_t sums_of_draws(std::span<const int> values, std::size_t draws) {
  std::vector<int> descending(values.begin(), values.end());
  std::ranges::sort(descending, std::greater{});
  descending.resize(draws);
  return 1 + std::accumulate(descending.begin(), descending.end(), std::size_t{0});
}

SumDistribution draw_distribution(std::span<const int> values, std::size_t draws) {
  // ways[drawn][sum] counts the selections of `drawn` values seen so far.
  std::vector<SumDistribution> ways(draws + 1, SumDistribution(sums_of_draws(values, draws)));
  ways[0][0] = 1;
  for (const int value : values) {
    for (std::size_t drawn = draws; drawn > 0; --drawn) {
      join(ways[drawn - 1], static_cast<std::size_t>(value), ways[drawn]);
    }
  }
  SumDistribution distribution = std::move(ways[draws]);
  const long double all = std::accumulate(distribution.begin(), distribution.end(), 0.0L);
  for (long double& probability : distribution) {
    probability /= all;
  }
  return distribution;
}

SumDistribution convolve(const SumDistribution& left, const SumDistribution& right) {
  SumDistribution result(left.size() + right.size() - 1);
  for (std::size_t shift = 0; shift < right.size(); ++shift) {
    if (right[shift] == 0) {
      continue;  // graded scores leave most sums impossible
    }
    for (std::size_t sum = 0; sum < left.size(); ++sum) {
      result[sum + shift] += left[sum] * right[shift];
    }
  }
  return result;
}

}  // namespace tidemark::stats
