#include "replay/golden/outline.hpp"

#include <doctest/doctest.h>

#include "replay/golden/golden_set.hpp"

namespace tidemark::golden {
namespace {

TEST_CASE("an outline counts the cases and has what those touch that a change may pass by") {
  const auto golden = read_golden_set(
      R"({"id":"a","input":1}
{"id":"b","input":2,"touches":["system:crm","/total"]}
{"id":"c","input":3,"touches":["system:erp"],"critical":true}
{"id":"d","input":4,"touches":[]}
)",
      "golden.jsonl");
  CHECK(outline_of(golden) == Outline{4, {{"system:crm", "/total"}}});
  CHECK(outline_of(GoldenSet()) == Outline{});
}

}  // namespace
}  // namespace tidemark::golden
