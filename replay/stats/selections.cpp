#include "replay/stats/selections.hpp"

#include <bit>

namespace tidemark::stats {
namespace {

constexpr std::size_t most_values = 20;
constexpr std::size_t most_ways = 200'000;

std::size_t ways_to_draw(std::size_t values, std::size_t draws) {
  std::size_t ways = 1;
  for (std::size_t i = 1; i <= draws; ++i) ways = ways * (values - draws + i) / i;
  return ways;
}

std::size_t half_of(std::size_t values) { return values / 2; }

/// By the bits of a set, beginning with the empty one.
std::vector<int> sums_of_sets(std::span<const int> values) {
  std::vector<int> sums = {0};
  for (const int value : values) {
    const std::size_t without = sums.size();
    for (std::size_t set = 0; set < without; ++set) sums.push_back(sums[set] + value);
  }
  return sums;
}

}  // namespace

bool Selections::can_list(std::size_t values, std::size_t draws) {
  return values <= most_values && draws <= values && ways_to_draw(values, draws) <= most_ways;
}

Selections::Selections(std::size_t values, std::size_t draws) {
  const std::size_t half = half_of(values);
  for (std::uint32_t set = 0; set < (std::uint32_t{1} << values); ++set) {
    if (static_cast<std::size_t>(std::popcount(set)) != draws) continue;
    const std::uint32_t first = set & ((std::uint32_t{1} << half) - 1);
    ways_.push_back({static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(set >> half)});
  }
}

HalfSums::HalfSums(std::span<const int> pool)
    : first_(sums_of_sets(pool.first(half_of(pool.size())))),
      second_(sums_of_sets(pool.subspan(half_of(pool.size())))) {}

}  // namespace tidemark::stats
