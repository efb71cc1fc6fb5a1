#include "replay/compare/text_likeness.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/text/code_points.hpp"

namespace tidemark::compare {
namespace {

constexpr std::size_t longest_exact = 20'000;
constexpr std::size_t run_length = 8;

/// Removes what both start and end with.
void take_common_ends(std::u32string_view& a, std::u32string_view& b) {
  const auto start = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  a.remove_prefix(static_cast<std::size_t>(start));
  b.remove_prefix(static_cast<std::size_t>(start));
  const auto end = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
  a.remove_suffix(static_cast<std::size_t>(end));
  b.remove_suffix(static_cast<std::size_t>(end));
}

std::vector<std::uint64_t> sorted_runs(std::u32string_view text) {
  std::vector<std::uint64_t> runs;
  runs.reserve(text.size());
  for (std::size_t i = 0; i + run_length <= text.size(); ++i) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char32_t point : text.substr(i, run_length)) {
      hash = (hash ^ point) * 1099511628211ULL;
    }
    runs.push_back(hash);
  }
  std::sort(runs.begin(), runs.end());
  return runs;
}

std::size_t common(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t count = 0;
  for (auto left = a.begin(), right = b.begin(); left != a.end() && right != b.end();) {
    if (*left == *right) {
      ++count;
      ++left;
      ++right;
    } else {
      *left < *right ? ++left : ++right;
    }
  }
  return count;
}

/// How many code points of the longer text have no partner.
double distance(std::u32string_view a, std::u32string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer <= longest_exact) return static_cast<double>(text::edit_distance(a, b));
  const auto left = sorted_runs(a);
  const auto right = sorted_runs(b);
  const std::size_t most = std::max(left.size(), right.size());
  const double share = static_cast<double>(common(left, right)) / static_cast<double>(most);
  // Moved passages share every run; they still are no equal texts.
  return std::max(1.0, (1 - share) * static_cast<double>(longer));
}

}  // namespace

double text_likeness(std::u32string_view a, std::u32string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer == 0 || a == b) return 1;
  take_common_ends(a, b);
  const double likeness = 1 - distance(a, b) / static_cast<double>(longer);
  return std::clamp(likeness, 0.0, std::nextafter(1.0, 0.0));
}

}  // namespace tidemark::compare
