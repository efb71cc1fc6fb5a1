#include "core/text/suggest.hpp"

#include <doctest/doctest.h>

using namespace tidemark::text;

TEST_CASE("a slip of the finger is recognised") {
  CHECK(did_you_mean("expcet", {"id", "input", "expect"}) == "did you mean expect?");
  CHECK(did_you_mean("inptu", {"id", "input", "expect"}) == "did you mean input?");
  CHECK(did_you_mean("goldenset", {"golden", "runner"}) == "did you mean golden?");
  CHECK(did_you_mean("tolerence", {"tolerance", "tolerances"}) == "did you mean tolerance?");
  CHECK(did_you_mean("ids", {"id"}) == "did you mean id?");
}

TEST_CASE("nothing is suggested for a word of its own") {
  CHECK(did_you_mean("banana", {"id", "input", "expect"}).empty());
  CHECK(did_you_mean("x", {"a", "b"}).empty());
  CHECK(did_you_mean("", {"a", "id"}).empty());
  CHECK(did_you_mean("anything", {}).empty());
}

TEST_CASE("of two near words the nearer is suggested, else the first") {
  CHECK(nearest("modal", {"medals", "model"}) == "model");
  CHECK(nearest("cat", {"bat", "rat"}) == "bat");
  CHECK(nearest("id", {"it", "id"}) == "id");
}

TEST_CASE("two neighbours that changed places are one slip") {
  CHECK(slips(U"words", U"wrods") == 1);
  CHECK(slips(U"words", U"wards") == 1);
  CHECK(slips(U"words", U"swords") == 1);
  CHECK(slips(U"words", U"wdors") == 2);
  CHECK(slips(U"words", U"words") == 0);
}
