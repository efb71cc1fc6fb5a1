#include "core/text/glob.hpp"

#include "tests/fuzz/kit.hpp"

/// A pattern and, after the first newline, a path: matching ends, and a pattern without special
/// characters matches itself and nothing else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark;
  auto path = fuzz::text_of(data, size);
  const auto pattern = fuzz::first_line(path);
  const bool matches = text::glob_match(pattern, path);
  if (pattern.find_first_of("*?[\\") == std::string_view::npos) {
    fuzz::require(matches == (pattern == path), "a plain pattern names one path");
  }
  fuzz::require(text::glob_match("**", path) || path.empty(), "two stars match every path");
  const std::vector<std::string> patterns = {std::string(pattern), "!" + std::string(pattern)};
  if (!pattern.starts_with('!')) {
    fuzz::require(!text::GlobSet(patterns, "").matches(path), "what is taken back is not named");
  }
  text::GlobSet({std::string(pattern)}, "a/b/").matches(path);
  return 0;
}
