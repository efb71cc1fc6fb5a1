#include "core/text/suggest.hpp"

#include <algorithm>

#include "core/text/code_points.hpp"

namespace tidemark::text {

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::u32string wanted = code_points(word);
  std::string best;
  std::size_t least = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, code_points(candidate));
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
