#include "core/text/suggest.hpp"

#include <algorithm>

#include "core/text/code_points.hpp"

namespace tidemark::text {
namespace {

/// Two neighbours changed places: the commonest slip of a hand, so one step and not two.
bool is_swap(std::u32string_view a, std::u32string_view b) {
  if (a.size() != b.size()) return false;
  const auto [here, there] = std::mismatch(a.begin(), a.end(), b.begin());
  const auto at = static_cast<std::size_t>(here - a.begin());
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
         a.substr(at + 2) == b.substr(at + 2);
}

std::size_t slips(std::u32string_view a, std::u32string_view b) {
  return is_swap(a, b) ? 1 : edit_distance(a, b);
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::u32string wanted = code_points(word);
  std::string best;
  std::size_t least = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = slips(wanted, code_points(candidate));
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string best = nearest(word, candidates);
  return best.empty() ? "" : "did you mean " + best + "?";
}

}  // namespace tidemark::text
