#include "core/text/excerpt.hpp"

#include <algorithm>

#include "core/text/code_points.hpp"

namespace tidemark::text {
namespace {

/// The place so many code points before another one.
std::size_t place_before(std::string_view text, std::size_t at, std::size_t points) {
  while (at != 0 && points != 0) {
    if (!is_continuation(text[--at])) --points;
  }
  return at;
}

std::string from(std::string_view text, std::size_t start) {
  return start == 0 ? std::string(text) : "…" + std::string(text.substr(start));
}

}  // namespace

std::pair<std::string, std::string> excerpts(std::string_view before, std::string_view after,
                                             std::size_t most) {
  const auto different = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  const auto at = static_cast<std::size_t>(different.first - before.begin());
  const std::size_t lead = most / 3;  // most is for what comes behind the place
  const bool fits = before.size() <= most && after.size() <= most;
  if (before == after || fits || at < most - lead) {
    return {std::string(before), std::string(after)};
  }
  const std::size_t start = place_before(before, at, lead);
  return {from(before, start), from(after, start)};
}

}  // namespace tidemark::text
