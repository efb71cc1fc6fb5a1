#include "core/text/excerpt.hpp"

#include <doctest/doctest.h>

using namespace tidemark::text;

namespace {

using Pair = std::pair<std::string, std::string>;

}  // namespace

TEST_CASE("texts that fit, and equal ones, come as they are") {
  const std::string fits(30, 'a');
  const std::string same(100, 'a');
  CHECK(excerpts(fits, "b", 30) == Pair{fits, "b"});
  CHECK(excerpts(same, same, 30) == Pair{same, same});
  CHECK(excerpts("", "", 30) == Pair{"", ""});
}

TEST_CASE("a difference that is seen anyway moves nothing") {
  const std::string rest(100, 'x');
  const std::string early(19, 'a');
  CHECK(excerpts(early + '1' + rest, early + '2' + rest, 30) ==
        Pair{early + '1' + rest, early + '2' + rest});
}

TEST_CASE("a late difference is shown with what comes before it") {
  const std::string lead(100, 'a');
  const std::string seen(10, 'a');
  CHECK(excerpts(lead + "1 and on", lead + "2", 30) ==
        Pair{"…" + seen + "1 and on", "…" + seen + "2"});
}

TEST_CASE("a text that only goes on is shown from before its end") {
  const std::string lead(100, 'a');
  const std::string seen(10, 'a');
  CHECK(excerpts(lead, lead + "more", 30) == Pair{"…" + seen, "…" + seen + "more"});
  CHECK(excerpts(lead + "more", lead, 30) == Pair{"…" + seen + "more", "…" + seen});
}

TEST_CASE("no code point is cut in two") {
  std::string lead;
  for (int i = 0; i < 60; ++i) lead += "ä";
  // The first bytes of ö and ü are the same.
  CHECK(excerpts(lead + "ö", lead + "ü", 6) == Pair{"…äö", "…äü"});
  CHECK(excerpts(lead + "öx", lead + "y", 6) == Pair{"…ääöx", "…ääy"});
}
