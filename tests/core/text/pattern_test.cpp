#include "core/text/pattern.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

using tidemark::text::Pattern;

TEST_CASE("every match is replaced, by the very text") {
  const Pattern digits("[0-9]+", "x");
  CHECK(digits.replaced("a1b22c", "#") == "a#b#c");
  CHECK(digits.replaced("a1", "\\0\\1$&") == "a\\0\\1$&");
  CHECK(digits.replaced("abc", "#") == "abc");
  CHECK(digits.replaced("", "#").empty());
  CHECK(Pattern("x", "x").replaced("axbx", "") == "ab");
}

TEST_CASE("a pattern speaks of code points") {
  CHECK(Pattern("^.$", "x").matches_part_of("\xC3\xA9"));
  CHECK(Pattern("(?i)\xC3\x89", "x").matches_part_of("caf\xC3\xA9"));
}

TEST_CASE("a match may be any part of the text") {
  CHECK(Pattern("b+", "x").matches_part_of("abbc"));
  CHECK_FALSE(Pattern("^b", "x").matches_part_of("abbc"));
  CHECK(Pattern("", "x").matches_part_of(""));
}

TEST_CASE("what is not RE2 is refused with its place") {
  CHECK_THROWS_WITH_AS(Pattern("(", "tidemark.yaml:4: scrub"),
                       "tidemark.yaml:4: scrub: not an RE2 pattern: missing ): (", tidemark::Error);
  CHECK_THROWS_AS(Pattern("(a)\\1", "x"), tidemark::Error);
  CHECK_THROWS_AS(Pattern("a{1001}{1001}", "x"), tidemark::Error);
}

TEST_CASE("patterns that ruin other engines take linear time") {
  CHECK_FALSE(Pattern("(a*)*b", "x").matches_part_of(std::string(100'000, 'a')));
}
