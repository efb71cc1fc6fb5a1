#include "replay/cli/likeness.hpp"

#include <doctest/doctest.h>

namespace tidemark::cli {
namespace {

double likeness(const char* sought, const char* word) { return SoughtWord(sought).likeness(word); }

}  // namespace

TEST_CASE("words are letters and digits in lower case") {
  CHECK(words_of("model:GPT-4o_mini/Über") ==
        std::vector<std::string>{"model", "gpt", "4o", "mini", "Über"});
  CHECK(words_of(" -- ").empty());
}

TEST_CASE(
    "the word itself is more alike than its start, that more than its middle, that more than a "
    "slip") {
  CHECK(likeness("router", "router") == 1);
  CHECK(likeness("rout", "router") == 0.9);
  CHECK(likeness("oute", "router") == 0.75);
  CHECK(likeness("ruoter", "router") == doctest::Approx(0.6));
  CHECK(likeness("classifeir", "classifier") == doctest::Approx(0.6));
  CHECK(likeness("clasifyer", "classifier") == doctest::Approx(0.5));
}

TEST_CASE("a short word forgives no slip, and nothing is like everything") {
  CHECK(likeness("crm", "cry") == 0);
  CHECK(likeness("rm", "crm") == 0);
  CHECK(likeness("words", "cards") == 0);
  CHECK(likeness("router", "digest") == 0);
}

TEST_CASE("a text is as like as the best of its words") {
  SoughtWord sought("tickets");
  CHECK(sought.likeness_in("Routes incoming Tickets") == 1);
  CHECK(sought.likeness_in("a ticket") == doctest::Approx(0.6));
  CHECK(sought.likeness_in("") == 0);
}

}  // namespace tidemark::cli
