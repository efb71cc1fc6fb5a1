#include "replay/stats/per_case.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string_view>

#include "replay/stats/permutation.hpp"

namespace tidemark::stats {
namespace {

/// Positions of the p-values, smallest first.
std::vector<std::size_t> ranking(std::span<const double> p_values) {
  if (!std::ranges::all_of(p_values, [](double p) { return p >= 0.0 && p <= 1.0; })) {
    throw std::invalid_argument("a p-value must be a number from 0 to 1");
  }
  std::vector<std::size_t> positions(p_values.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  std::ranges::stable_sort(positions, {}, [p_values](std::size_t at) { return p_values[at]; });
  return positions;
}

template <typename Value>
double disagreement(const std::map<Value, double>& counts) {
  double runs = 0;
  double agreeing = 0;
  for (const auto& [value, count] : counts) {
    runs += count;
    agreeing += count * (count - 1);
  }
  return runs < 2 ? 0 : 1 - agreeing / (runs * (runs - 1));
}

}  // namespace

std::vector<double> p_worse_per_case(std::span<const CaseScores> cases, std::uint64_t seed) {
  std::vector<double> p_values;
  p_values.reserve(cases.size());
  for (const CaseScores& scores : cases) {
    p_values.push_back(permutation_test({&scores, 1}, seed).p_worse);
  }
  return p_values;
}

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<double> adjusted(p_values.size());
  double largest = 0;
  std::size_t hypotheses = p_values.size();
  for (const std::size_t at : ranking(p_values)) {
    largest = std::max(largest, static_cast<double>(hypotheses--) * p_values[at]);
    adjusted[at] = std::min(1.0, largest);
  }
  return adjusted;
}

std::vector<double> benjamini_hochberg(std::span<const double> p_values) {
  std::vector<double> adjusted(p_values.size());
  const std::vector<std::size_t> positions = ranking(p_values);
  const auto hypotheses = static_cast<double>(p_values.size());
  double smallest = 1;
  for (std::size_t rank = positions.size(); rank > 0; --rank) {
    const std::size_t at = positions[rank - 1];
    smallest = std::min(smallest, hypotheses * p_values[at] / static_cast<double>(rank));
    adjusted[at] = smallest;
  }
  return adjusted;
}

double flakiness(std::span<const std::string> outputs) {
  std::map<std::string_view, double> counts;
  for (const std::string& output : outputs) {
    ++counts[output];
  }
  return disagreement(counts);
}

double flakiness(std::span<const int> units) {
  std::map<int, double> counts;
  for (const int score : units) {
    counts[score] += score == missing ? 0 : 1;
  }
  return disagreement(counts);
}

}  // namespace tidemark::stats
