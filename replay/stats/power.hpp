#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tidemark::stats {

/// What a planned look is to show.
struct PowerSettings {
  int runs = 3;          // of each case, by the candidate
  double alpha = 0.025;  // chance of an alarm when nothing changed
  double power = 0.80;   // chance of an alarm that is asked for
  std::uint64_t seed = 0;
};

/// The smallest drop of the mean, in score points and steps of half a point, that raises an alarm
/// with that power when it meets every case alike. Simulated from the cases' own scores (in units):
/// both arms are drawn from them, the candidate's runs failing so much more often; the permutation
/// test by its normal approximation. Nothing when even the loss of every score is not noticed.
/// Throws std::invalid_argument for a case without runs.
std::optional<double> detectable_drop(std::span<const std::vector<int>> baseline,
                                      const PowerSettings& settings);

}  // namespace tidemark::stats
