#include "replay/stats/power.hpp"

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <stdexcept>

#include "replay/stats/counter_generator.hpp"
#include "replay/stats/scores.hpp"

namespace tidemark::stats {
namespace {

constexpr int repetitions = 400;
constexpr double half_unit = score_scale / 2.0;

/// What the permutation test makes of the sum of the candidate's scores.
struct Sum {
  double excess = 0;  // over what is expected when labels are shuffled
  double variance = 0;
};

/// A number in [0,1).
double uniform(CounterGenerator& random) {
  constexpr std::size_t steps = std::size_t{1} << 20U;
  return static_cast<double>(random.below(steps)) / static_cast<double>(steps);
}

/// One case, both arms drawn anew; of the candidate's runs a share of `lost` fails.
void add_case(const std::vector<int>& scores, int runs, double lost, CounterGenerator& random,
              Sum& sum) {
  const auto stored = static_cast<double>(scores.size());
  const double all = stored + runs;
  double total = 0, squares = 0, candidate = 0;
  for (std::size_t i = 0; i < scores.size() + static_cast<std::size_t>(runs); ++i) {
    double score = scores[random.below(scores.size())];
    const bool fails = uniform(random) < lost;
    if (i >= scores.size()) {
      if (fails) score = 0;
      candidate += score;
    }
    total += score;
    squares += score * score;
  }
  const double mean = total / all;
  sum.excess += candidate - runs * mean;
  sum.variance += runs * stored / (all - 1) * (squares / all - mean * mean);
}

double mean_of(std::span<const std::vector<int>> baseline) {
  double sum = 0;
  for (const std::vector<int>& scores : baseline) {
    if (scores.empty()) throw std::invalid_argument("a case needs at least one run");
    double total = 0;
    for (const int score : scores) total += score;
    sum += total / static_cast<double>(scores.size());
  }
  return sum / static_cast<double>(baseline.size()) / score_scale;
}

/// How often a loss of this share of all scores raises an alarm.
double power_of(std::span<const std::vector<int>> baseline, const PowerSettings& settings,
                double lost) {
  const double limit = boost::math::quantile(boost::math::normal(), settings.alpha);
  int alarms = 0;
  CounterGenerator random(settings.seed);
  for (int i = 0; i < repetitions; ++i) {
    Sum sum;
    for (const auto& scores : baseline) add_case(scores, settings.runs, lost, random, sum);
    if (sum.variance <= 0) continue;
    alarms += (sum.excess + half_unit) / std::sqrt(sum.variance) <= limit ? 1 : 0;
  }
  return static_cast<double>(alarms) / repetitions;
}

}  // namespace

std::optional<double> detectable_drop(std::span<const std::vector<int>> baseline,
                                      const PowerSettings& settings) {
  if (baseline.empty()) return std::nullopt;
  const double mean = mean_of(baseline);
  int low = 0, high = static_cast<int>(std::floor(mean * 200));  // half points
  if (high == 0 || power_of(baseline, settings, 1) < settings.power) return std::nullopt;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    const bool enough = power_of(baseline, settings, middle / 200.0 / mean) >= settings.power;
    (enough ? high : low) = middle;
  }
  return high / 200.0;
}

}  // namespace tidemark::stats
