#include "core/json/pointer.hpp"

#include <doctest/doctest.h>

using namespace tidemark::json;

TEST_CASE("a step of a pointer is read back as the token that it was made of") {
  CHECK(pointer_step("a/b~c") == "/a~1b~0c");
  CHECK(pointer_step("") == "/");
  CHECK(tokens_of(pointer_step("~1/") + pointer_step("x")) == std::vector<std::string>{"~1/", "x"});
}
