#include "core/base/place.hpp"

#include <doctest/doctest.h>

using namespace tidemark;

TEST_CASE("a place is told as far as it is known") {
  CHECK(to_string(Place{"a.yaml", 3, 7}) == "a.yaml:3:7");
  CHECK(to_string(Place{"a.yaml", 3, 0}) == "a.yaml:3");
  CHECK(to_string(Place{"a.yaml", 0, 0}) == "a.yaml");
  CHECK(to_string(Place{"a.yaml", 0, 7}) == "a.yaml");
}

TEST_CASE("a complaint names the place, the fact and the way out") {
  CHECK(to_string(Complaint{{"a.yaml", 3, 7}, "unknown key modle", "did you mean model?"}) ==
        "a.yaml:3:7: unknown key modle (did you mean model?)");
  CHECK(to_string(Complaint{{"a.yaml", 3, 0}, "id is missing", ""}) == "a.yaml:3: id is missing");
}

TEST_CASE("places and complaints sort by file, line, column") {
  CHECK(Place{"a", 2, 9} < Place{"a", 10, 1});
  CHECK(Place{"a", 10, 1} < Place{"b", 1, 1});
  CHECK(Complaint{{"a", 1, 1}, "z", ""} < Complaint{{"a", 1, 2}, "a", ""});
}
