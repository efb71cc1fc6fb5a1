#include "core/text/counted.hpp"

#include <doctest/doctest.h>

using namespace tidemark::text;

TEST_CASE("one is one, and nothing are many") {
  CHECK(counted(1, "case", "cases") == "1 case");
  CHECK(counted(0, "case", "cases") == "0 cases");
  CHECK(counted(2, "case", "cases") == "2 cases");
}

TEST_CASE("of several, what is counted goes by how many there are") {
  CHECK(counted_of(1, 34, "trial", "trials") == "1 of 34 trials");
  CHECK(counted_of(1, 1, "trial", "trials") == "1 of 1 trial");
}

TEST_CASE("a verb goes by its count") {
  CHECK(std::string("1 trial ") + agreeing(1, "was", "were") == "1 trial was");
  CHECK(std::string("0 trials ") + agreeing(0, "was", "were") == "0 trials were");
}
