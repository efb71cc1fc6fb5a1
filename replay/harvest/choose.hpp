#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "replay/harvest/pool.hpp"

namespace tidemark::harvest {

/// From this likeness on an input is nearly the same as another one.
inline constexpr double nearly_the_same = 0.95;

/// What is there already.
struct Present {
  std::set<std::string> hashes;    ///< of inputs
  std::vector<Features> features;  ///< of inputs, a sample where there are many
};

/// What was chosen of one stratum.
struct Share {
  std::vector<std::string> tags;
  std::uint64_t lines = 0, distinct = 0;
  std::vector<const Candidate*> chosen;  ///< in the order of choice
};

struct Choice {
  std::vector<Share> shares;  ///< by tags
  std::size_t present = 0;    ///< candidates whose input was there already
  std::size_t near = 0;       ///< candidates left out as nearly the same as a chosen or present one
};

/// How many of `take` each stratum gets: one at least, the rest in proportion to its different
/// inputs, none more than `most[i]`. `take` is at least the number of
/// strata.
std::vector<std::size_t> quotas(const std::vector<std::uint64_t>& distinct,
                                const std::vector<std::size_t>& most, std::size_t take);

/// Chooses up to `take` inputs: of every stratum its share, one after the other that which is least
/// like all that were chosen of the stratum or were there before (farthest-point). What is nearly
/// the same as one of them is never chosen; what a stratum cannot fill, others may. A function of
/// the pool alone. Looks at candidates x (chosen + present) pairs at most.
Choice choose(const Pool& pool, const Present& present, std::size_t take);

}  // namespace tidemark::harvest
