#include "core/model/shared_text.hpp"

#include <doctest/doctest.h>

namespace tidemark {
namespace {

TEST_CASE("copies of a text are the same bytes, and texts are equal by what they say") {
  const SharedText one("billing");
  const SharedText copy = one;
  CHECK(&copy.str() == &one.str());
  CHECK(one == SharedText("billing"));
  CHECK(one == std::string("billing"));
  CHECK(one == "billing");
  CHECK_FALSE(one == "general");
  CHECK(SharedText() == "");
  CHECK(SharedText() == SharedText(""));
}

TEST_CASE("equal texts that are made one lie in memory once") {
  SharedTexts texts;
  const SharedText first = texts.of("a text that is longer than a string holds by itself");
  const SharedText other = texts.of("another");
  const SharedText again = texts.of("a text that is longer than a string holds by itself");
  CHECK(&again.str() == &first.str());
  CHECK(other == "another");
}

}  // namespace
}  // namespace tidemark
