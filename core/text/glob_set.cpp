#include <algorithm>

#include "core/text/glob.hpp"

namespace tidemark::text {

GlobSet::GlobSet(const std::vector<std::string>& patterns, std::string_view folder) {
  for (std::string_view rest : patterns) {
    Pattern pattern;
    if (rest.substr(0, 1) == "!") {
      pattern.negated = true;
      rest.remove_prefix(1);
    }
    if (rest.empty()) continue;
    std::string_view root = folder;
    if (rest.substr(0, 2) == "//") {
      root = "";
      rest.remove_prefix(1);
    }
    if (rest.size() > 1 && rest.back() == '/') {
      pattern.folders_only = true;
      rest.remove_suffix(1);
    }
    const bool anchored = rest.find('/') != std::string_view::npos;
    if (rest.substr(0, 1) == "/") rest.remove_prefix(1);
    for (const char c : root) {
      if (std::string_view("*?[\\").find(c) != std::string_view::npos) pattern.text += '\\';
      pattern.text += c;
    }
    pattern.text += (anchored ? "" : "**/") + std::string(rest);
    pattern.literal = std::min(pattern.text.find_first_of("*?[\\"), pattern.text.size());
    patterns_.push_back(std::move(pattern));
  }
}

bool GlobSet::covers(const Pattern& pattern, std::string_view path) {
  const std::string_view text = pattern.text;
  if (path.substr(0, pattern.literal) != text.substr(0, pattern.literal)) return false;
  // A folder's pattern covers what is below it, so every prefix of the path is tried.
  for (std::size_t end = path.size(); end != std::string_view::npos;
       end = path.substr(0, end).rfind('/')) {
    const bool is_file = end == path.size();
    if (is_file && pattern.folders_only) continue;
    if (glob_match(pattern.text, path.substr(0, end))) return true;
  }
  return false;
}

bool GlobSet::matches(std::string_view path) const {
  const auto last = std::find_if(patterns_.rbegin(), patterns_.rend(),
                                 [&](const Pattern& pattern) { return covers(pattern, path); });
  return last != patterns_.rend() && !last->negated;
}

}  // namespace tidemark::text
