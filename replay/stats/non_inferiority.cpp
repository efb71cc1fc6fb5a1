#include "replay/stats/non_inferiority.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace tidemark::stats {
namespace {

/// Drops by size: sums taken in the order of size do not depend on the order of cases.
using DropCounts = std::map<double, std::int64_t>;

void check_margin(double margin) {
  if (!(margin > 0.0 && margin < 1.0)) {
    throw std::invalid_argument("a margin must lie between 0 and 1");
  }
}

double log_winnings(const DropCounts& drops, double margin, double stake) {
  double log_product = 0;
  for (const auto& [size, count] : drops) {
    log_product += static_cast<double>(count) * std::log1p(stake * (margin - size));
  }
  return log_product;
}

double log_mean_exp(std::span<const double> logarithms) {
  const double largest = std::ranges::max(logarithms);
  double sum = 0;
  for (const double logarithm : logarithms) {
    sum += std::exp(logarithm - largest);
  }
  return largest + std::log(sum / static_cast<double>(logarithms.size()));
}

double log_e_value(const DropCounts& drops, double margin) {
  std::array<double, 20> bets{};
  for (std::size_t bet = 0; bet < bets.size(); ++bet) {
    const double share = (static_cast<double>(bet) + 0.5) / static_cast<double>(bets.size());
    bets[bet] = log_winnings(drops, margin, share / (1 - margin));
  }
  return log_mean_exp(bets);
}

void add_drops(const CaseScores& scores, DropCounts& drops) {
  const std::size_t block = scores.baseline.size() / scores.candidate.size();
  if (block * scores.candidate.size() != scores.baseline.size() || block == 0) {
    throw std::invalid_argument("baseline runs must be a multiple of the candidate's");
  }
  const int scale = score_scale * static_cast<int>(block);
  auto first = scores.baseline.begin();
  for (const int units : scores.candidate) {
    const auto last = first + static_cast<std::ptrdiff_t>(block);
    const int difference = std::accumulate(first, last, -units * static_cast<int>(block));
    ++drops[static_cast<double>(difference) / scale];
    first = last;
  }
}

}  // namespace

double log_e_value(std::span<const Drop> drops, double margin) {
  check_margin(margin);
  DropCounts counts;
  for (const Drop& drop : drops) {
    if (!(drop.size >= -1.0 && drop.size <= 1.0 && drop.count >= 0)) {
      throw std::invalid_argument("a drop must lie between -1 and 1");
    }
    counts[drop.size] += drop.count;
  }
  return log_e_value(counts, margin);
}

double log_e_value(std::span<const CaseScores> cases, double margin) {
  check_margin(margin);
  DropCounts counts;
  for (const CaseScores& scores : complete(cases, Favour::Baseline)) {
    add_drops(scores, counts);
  }
  return log_e_value(counts, margin);
}

}  // namespace tidemark::stats
