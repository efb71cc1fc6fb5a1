#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidemark::stats {

/// All ways to draw so many of so many values, so that one number picks a shuffle. Each way is two
/// sets of bits: which values of the first half, and which of the second, are drawn.
class Selections {
 public:
  struct Way {
    std::uint16_t first, second;
  };

  /// Whether there are few enough to be listed.
  static bool can_list(std::size_t values, std::size_t draws);
  /// Only where they can be listed.
  Selections(std::size_t values, std::size_t draws);

  std::size_t size() const { return ways_.size(); }
  const Way& operator[](std::size_t at) const { return ways_[at]; }

 private:
  std::vector<Way> ways_;
};

/// What every set of values in either half of a pool sums up to.
class HalfSums {
 public:
  explicit HalfSums(std::span<const int> pool);
  int of(const Selections::Way& way) const { return first_[way.first] + second_[way.second]; }

 private:
  std::vector<int> first_, second_;
};

}  // namespace tidemark::stats
