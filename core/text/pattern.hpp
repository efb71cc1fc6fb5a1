#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tidemark::text {

/// An RE2 pattern: linear time whatever the text.
class Pattern {
 public:
  /// Throws Error(configuration) with `where` before the fact when the pattern is not RE2 syntax.
  Pattern(std::string_view pattern, std::string_view where);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  bool matches_part_of(std::string_view text) const;
  /// Every match replaced by `with`, taken literally.
  std::string replaced(std::string_view text, std::string_view with) const;

 private:
  struct Impl;  // RE2 stays in the .cpp
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::text
