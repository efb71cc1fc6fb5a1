#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

#include "replay/stats/scores.hpp"

namespace tidemark::stats {

using Cases = std::vector<CaseScores>;

/// Reads runs as people write them: '1' passed, '0' failed, '.' is missing.
std::vector<int> runs_of(std::string_view text);

/// One case of "baseline / candidate", as in "111111111 / 110".
CaseScores case_of(std::string_view text);

/// Several equal cases.
Cases cases_of(std::size_t count, std::string_view text);

/// Both in one list.
Cases operator+(Cases left, const Cases& right);

/// A case of so many passes among so many runs, failures last.
CaseScores counted_case(int baseline_passes, int baseline, int candidate_passes, int candidate);

/// Numbers for tests that repeat exactly everywhere; the standard's distributions would not.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  int below(int bound) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(bound)); }
  bool chance(double probability) {
    return static_cast<double>(engine_()) < probability * 4294967296.0;
  }
  std::vector<int> passes(std::size_t runs, double rate);
  std::vector<int> grades(std::size_t runs, int levels);

 private:
  std::mt19937 engine_;
};

}  // namespace tidemark::stats
