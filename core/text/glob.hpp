#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidemark::text {

/// Which paths a list of patterns names, in the dialect of gitignore: the last pattern that matches
/// decides, `!` takes back, a pattern without an inner '/' matches at any depth, a trailing '/' or
/// a folder's name covers all below it. Two things differ from git, which does not look into a
/// folder that it ignores: `!` takes a file back from a matched folder, and a folder back with all
/// below it. A leading `//` anchors at the repository's root, everything else at `folder`. An empty
/// pattern matches nothing. Work is at most pattern times path; no pattern can make it slow.
class GlobSet {
 public:
  /// `folder` is where the patterns were written, relative to the repository's root ("" or "a/b/").
  GlobSet(const std::vector<std::string>& patterns, std::string_view folder);
  /// `path` is relative to the repository's root, without a leading '/'.
  bool matches(std::string_view path) const;

 private:
  struct Pattern {
    std::string text;         // anchored at the repository's root
    std::size_t literal = 0;  // so many characters of it every path begins with
    bool negated = false;
    bool folders_only = false;
  };
  static bool covers(const Pattern& pattern, std::string_view path);

  std::vector<Pattern> patterns_;
};

/// The folder ("" or "a/b/") that every path lies below which a pattern of a GlobSet names, without
/// the `!` that it may have.
std::string literal_folder(std::string_view pattern, std::string_view folder);

/// Whether `pattern` matches all of `text`: `*` and `?` do not cross '/', `**` as a whole segment
/// does, `[a-z]`, `[!a-z]`, `[[:alpha:]]` and `\` escapes as in gitignore. Bytes, not code points;
/// a pattern with an open class or a lone `\` at its end matches nothing. All as in git.
bool glob_match(std::string_view pattern, std::string_view text);

}  // namespace tidemark::text
