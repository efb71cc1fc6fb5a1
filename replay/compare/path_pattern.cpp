#include "replay/compare/path_pattern.hpp"

#include <algorithm>

#include "core/json/pointer.hpp"

namespace tidemark::compare {
PathPattern::PathPattern(std::string_view pointer) : segments_(json::tokens_of(pointer)) {}

bool PathPattern::matches(const Path& path) const {
  return std::equal(segments_.begin(), segments_.end(), path.begin(), path.end(),
                    [](const std::string& wanted, const std::string& segment) {
                      return wanted == "*" || wanted == segment;
                    });
}

std::string pointer_of(const Path& path) {
  std::string pointer;
  for (const std::string& segment : path) pointer += json::pointer_step(segment);
  return pointer;
}

}  // namespace tidemark::compare
