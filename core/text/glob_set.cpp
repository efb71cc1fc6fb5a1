#include <algorithm>

#include "core/text/glob.hpp"

namespace tidemark::text {
namespace {

/// How many characters stand before the first that does not mean itself.
std::size_t literal_size(std::string_view pattern) {
  const auto end = std::find_if(pattern.begin(), pattern.end(), [](char c) {
    return c == '*' || c == '?' || c == '[' || c == '\\';
  });
  return static_cast<std::size_t>(end - pattern.begin());
}

}  // namespace

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
    pattern.literal = literal_size(pattern.text);
    patterns_.push_back(std::move(pattern));
  }
}

std::string literal_folder(std::string_view pattern, std::string_view folder) {
  if (pattern.substr(0, 2) == "//") {
    folder = "";
    pattern.remove_prefix(1);
  }
  const bool anchored = pattern.substr(0, pattern.size() - 1).find('/') != std::string_view::npos;
  if (pattern.substr(0, 1) == "/") pattern.remove_prefix(1);
  const std::string_view literal = pattern.substr(0, anchored ? literal_size(pattern) : 0);
  return std::string(folder).append(literal.substr(0, literal.rfind('/') + 1));  // npos + 1 is 0
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
