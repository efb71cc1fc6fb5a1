#include "replay/compare/path_pattern.hpp"

#include <algorithm>

namespace tidemark::compare {
namespace {

std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size();
    text += escape ? (token[++i] == '1' ? '/' : '~') : token[i];
  }
  return text;
}

}  // namespace

PathPattern::PathPattern(std::string_view pointer) {
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    segments_.push_back(unescaped(token));
    pointer.remove_prefix(token.size());
  }
}

bool PathPattern::matches(const Path& path) const {
  return std::equal(segments_.begin(), segments_.end(), path.begin(), path.end(),
                    [](const std::string& wanted, const std::string& segment) {
                      return wanted == "*" || wanted == segment;
                    });
}

std::string pointer_of(const Path& path) {
  std::string pointer;
  for (const std::string& segment : path) {
    pointer += '/';
    for (const char c : segment) {
      pointer += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    }
  }
  return pointer;
}

}  // namespace tidemark::compare
