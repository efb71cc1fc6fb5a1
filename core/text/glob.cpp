#include "core/text/glob.hpp"

namespace tidemark::text {
namespace {

/// Matches one `[...]` at the start of `pattern` against `c`; `size` receives its length. A class
/// that is not closed is a literal '['.
bool matches_class(std::string_view pattern, char c, std::size_t& size) {
  std::size_t i = 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    const char low = pattern[i++];
    char high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      high = pattern[i + 1];
      i += 2;
    }
    if (low <= c && c <= high) found = true;
  }
  if (i >= pattern.size()) {
    size = 1;
    return c == '[';
  }
  size = i + 1;
  return found != negated;
}

/// How much of `pattern` matches the single character `c` (0: none), `*` excluded.
std::size_t matched_atom(std::string_view pattern, char c) {
  std::size_t size = 1;
  switch (pattern.front()) {
    case '?': return c == '/' ? 0 : 1;
    case '[': return c != '/' && matches_class(pattern, c, size) ? size : 0;
    case '\\':
      if (pattern.size() > 1) return pattern[1] == c ? 2 : 0;
      return c == '\\' ? 1 : 0;
    default: return pattern.front() == c ? 1 : 0;
  }
}

/// Where to go on when an atom fails: the last star seen, of either kind.
struct Retry {
  std::string_view pattern, text;
  bool set = false;
};

/// `**` as a whole segment at `at`; elsewhere its stars are ordinary ones.
bool is_deep(std::string_view pattern, std::size_t at) {
  return pattern.substr(at, 2) == "**" && (at == 0 || pattern[at - 1] == '/') &&
         (at + 2 == pattern.size() || pattern[at + 2] == '/');
}

bool advance(Retry& retry, bool crosses_slash) {
  if (!retry.set || retry.text.empty()) return false;
  if (!crosses_slash && retry.text.front() == '/') return false;
  retry.text.remove_prefix(1);
  return true;
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view text) {
  // Two retry points are enough: a later `**` makes an earlier one pointless, and a later `*`
  // within the same segment an earlier one. So the work is at most |pattern| x |text|.
  Retry star, deep;
  const std::string_view whole = pattern;
  while (true) {
    if (is_deep(whole, whole.size() - pattern.size())) {
      pattern.remove_prefix(2);
      // `a/**/b` also matches `a/b`.
      if (pattern.substr(0, 1) == "/") pattern.remove_prefix(1);
      deep = {pattern, text, true};
      star.set = false;
      continue;
    }
    if (pattern.substr(0, 1) == "*") {
      pattern.remove_prefix(1);
      star = {pattern, text, true};
      continue;
    }
    if (pattern.empty() && text.empty()) return true;
    const std::size_t atom =
        pattern.empty() || text.empty() ? 0 : matched_atom(pattern, text.front());
    if (atom != 0) {
      pattern.remove_prefix(atom);
      text.remove_prefix(1);
    } else if (advance(star, false)) {
      pattern = star.pattern;
      text = star.text;
    } else if (deep.set && !deep.text.empty()) {
      // `**` ends at a segment's border.
      const std::size_t slash = deep.text.find('/');
      if (deep.pattern.empty()) return true;
      if (slash == std::string_view::npos) return false;
      deep.text.remove_prefix(slash + 1);
      pattern = deep.pattern;
      text = deep.text;
      star.set = false;
    } else {
      return false;
    }
  }
}

GlobSet::GlobSet(const std::vector<std::string>& patterns, std::string_view folder) {
  for (std::string_view rest : patterns) {
    Pattern pattern;
    if (rest.empty() || rest == "!") continue;  // names nothing, as a blank line in gitignore
    if (rest.substr(0, 1) == "!") {
      pattern.negated = true;
      rest.remove_prefix(1);
    }
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
    patterns_.push_back(std::move(pattern));
  }
}

bool GlobSet::matches(std::string_view path) const {
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    // A folder's pattern covers what is below it, so every prefix of the path is tried.
    for (std::size_t end = path.size();;) {
      const bool is_file = end == path.size();
      if (!(is_file && pattern->folders_only) && glob_match(pattern->text, path.substr(0, end))) {
        return !pattern->negated;
      }
      end = path.substr(0, end).rfind('/');
      if (end == std::string_view::npos) break;
    }
  }
  return false;
}

}  // namespace tidemark::text
