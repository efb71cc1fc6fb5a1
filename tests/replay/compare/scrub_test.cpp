#include "replay/compare/scrub.hpp"

#include <doctest/doctest.h>

#include "tests/replay/compare/kit.hpp"

using namespace tidemark;
using namespace tidemark::compare;

namespace {

std::string scrubbed(const std::vector<ScrubSpec>& specs, std::string_view text) {
  return json::dump(Scrubber(specs, "t.yaml:3").scrubbed(read(text)));
}

}  // namespace

TEST_CASE("without a pattern a member goes and an item becomes null") {
  CHECK(scrubbed({{"/a", "", ""}}, R"({"a":{"x":1},"b":2})") == R"({"b":2})");
  CHECK(scrubbed({{"/a/1", "", ""}}, R"({"a":[1,2,3]})") == R"({"a":[1,null,3]})");
  CHECK(scrubbed({{"", "", ""}}, R"({"a":1})") == "null");
  CHECK(scrubbed({{"/a~1b", "", ""}}, R"({"a/b":1,"c":2})") == R"({"c":2})");
}

TEST_CASE("a path that leads nowhere changes nothing") {
  for (const char* at : {"/x", "/a/x", "/b/0", "/c/7", "/c/00", "/c/-"}) {
    CHECK(scrubbed({{at, "", ""}}, R"({"a":{"y":1},"b":"t","c":[1]})") ==
          R"({"a":{"y":1},"b":"t","c":[1]})");
  }
}

TEST_CASE("* stands for any one segment") {
  CHECK(scrubbed({{"/a/*/id", "", ""}}, R"({"a":[{"id":1,"x":1},{"id":2}],"id":3})") ==
        R"({"a":[{"x":1},{}],"id":3})");
  CHECK(scrubbed({{"/*", "", ""}}, R"({"a":1,"b":2})") == "{}");
  CHECK(scrubbed({{"/*", "", ""}}, "[1,2]") == "[null,null]");
}

TEST_CASE("a pattern replaces in every string at and below, but in no key and no number") {
  CHECK(scrubbed({{"/a", "[0-9]+", "#"}}, R"({"a":{"k1":"x1","l":["22",3,"4y5"]},"b":"6"})") ==
        R"({"a":{"k1":"x#","l":["#",3,"#y#"]},"b":"6"})");
  CHECK(scrubbed({{"", "x", ""}}, "\"axbx\"") == "\"ab\"");
  CHECK(scrubbed({{"", "a", "\\1$&"}}, "\"a\"") == R"("\\1$&")");
}

TEST_CASE("rules apply in their order") {
  CHECK(scrubbed({{"", "a", "b"}, {"", "b", "c"}}, "\"a\"") == "\"c\"");
}

TEST_CASE("scrubbing twice changes nothing more") {
  std::mt19937 random(59);
  const Scrubber scrubber({{"/a", "", ""}, {"/*/b", "", ""}, {"", "[ab]+", "#"}, {"/0", "", ""}},
                          "");
  for (int i = 0; i < 500; ++i) {
    const json::Value once = scrubber.scrubbed(any_value(random, 4));
    CHECK(scrubber.scrubbed(once) == once);
  }
}

TEST_CASE("rules that are none are refused with their place") {
  CHECK(refused([] {
          Scrubber({{"request_id", "", ""}}, "t.yaml:3");
        }) == "t.yaml:3: scrub: \"request_id\" is not a path (start it with /)");
  CHECK(refused([] {
          Scrubber({{"/a", "(", ""}}, "t.yaml:3");
        }) == "t.yaml:3: scrub: not an RE2 pattern: missing ): (");
}
