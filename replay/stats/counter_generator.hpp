#pragma once

#include <cstddef>
#include <cstdint>

namespace tidemark::stats {

/// Makes shuffles that anybody can repeat: the n-th number is a function of seed and n alone
/// (splitmix64 of Steele, Lea and Flood 2014, the same on every platform).
class CounterGenerator {
 public:
  explicit CounterGenerator(std::uint64_t seed) : key_(mixed(seed)) {}

  /// Uniform in 0 .. bound-1, for bounds far below 2^32 (bias at most bound / 2^32).
  std::size_t below(std::size_t bound) {
    const std::uint64_t number = mixed(key_ + ++counter_ * 0x9e3779b97f4a7c15U) >> 32U;
    return static_cast<std::size_t>((number * bound) >> 32U);
  }

 private:
  static constexpr std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31U);
  }

  std::uint64_t key_;
  std::uint64_t counter_ = 0;
};

}  // namespace tidemark::stats
