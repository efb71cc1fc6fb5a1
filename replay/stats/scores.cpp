#include "replay/stats/scores.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tidemark::stats {
namespace {

int completed(int units, int bound) {
  if (units < missing || units > score_scale) {
    throw std::invalid_argument("a score must be missing or 0 to 1000 thousandths");
  }
  return units == missing ? bound : units;
}

std::vector<int> completed(const std::vector<int>& arm, int bound) {
  if (arm.empty()) {
    throw std::invalid_argument("a case needs runs in both arms; a lost run is `missing`");
  }
  std::vector<int> runs;
  runs.reserve(arm.size());
  for (const int units : arm) {
    runs.push_back(completed(units, bound));
  }
  return runs;
}

}  // namespace

int to_units(double score) {
  if (!(score >= 0.0 && score <= 1.0)) {
    throw std::invalid_argument("a score must be a number from 0 to 1");
  }
  const double scaled = score * score_scale;
  // std::remainder breaks ties towards even whatever the rounding mode is.
  return static_cast<int>(scaled - std::remainder(scaled, 1.0));
}

std::vector<CaseScores> complete(std::span<const CaseScores> cases, Favour favour) {
  const int candidate_bound = favour == Favour::Candidate ? score_scale : 0;
  const int baseline_bound = score_scale - candidate_bound;
  std::vector<CaseScores> result;
  result.reserve(cases.size());
  for (const CaseScores& scores : cases) {
    result.push_back(
        {completed(scores.baseline, baseline_bound), completed(scores.candidate, candidate_bound)});
  }
  return result;
}

int count_missing(std::span<const CaseScores> cases) {
  std::ptrdiff_t count = 0;
  for (const CaseScores& scores : cases) {
    count += std::ranges::count(scores.baseline, missing);
    count += std::ranges::count(scores.candidate, missing);
  }
  return static_cast<int>(count);
}

}  // namespace tidemark::stats
