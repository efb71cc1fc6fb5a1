#include "replay/cli/print.hpp"

#include <doctest/doctest.h>

namespace tidemark::cli {

TEST_CASE("columns are as wide as their widest cell in characters, not in bytes") {
  CHECK(table({{"a", "b"}, {"über", "c"}, {"x"}}) == "a     b\nüber  c\nx\n");
  CHECK(table({}) == "");
}

TEST_CASE("an empty row takes nothing from the line before it") {
  CHECK(table({{"a", ""}, {"", ""}, {"b", ""}}) == "a\n\nb\n");
}

}  // namespace tidemark::cli
