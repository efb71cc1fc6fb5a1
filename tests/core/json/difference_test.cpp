#include "core/json/difference.hpp"

#include <doctest/doctest.h>

using namespace tidemark;

namespace {

std::string written(const std::optional<json::Value>& value) {
  return value ? json::dump(*value) : "-";
}

/// A line for each place: pointer, before, after.
std::string between(const char* before, const char* after, std::size_t most = 100) {
  std::string text;
  for (const auto& one :
       json::differences(json::parse(before, "before"), json::parse(after, "after"), most)) {
    text += one.at + ' ' + written(one.before) + ' ' + written(one.after) + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("equal values differ nowhere, however they are written") {
  CHECK(between(R"({"a":1,"b":[2]})", R"({"b":[2.0],"a":1})").empty());
}

TEST_CASE("objects are told apart member by member") {
  CHECK(between(R"({"b":{"c":1,"d":2},"a":1})", R"({"z":1,"b":{"c":1,"d":3},"y":2})") ==
        "/b/d 2 3\n/a 1 -\n/y - 2\n/z - 1\n");
}

TEST_CASE("lists are told apart item by item between what they begin and end with alike") {
  CHECK(between(R"([1,{"a":2},3])", R"([1,{"a":4},3])") == "/1/a 2 4\n");
  CHECK(between("[1,2,3]", "[1,3]") == "/1 2 -\n");
  CHECK(between("[1,3]", "[1,2,4,3]") == "/1 - 2\n/2 - 4\n");
  CHECK(between("[1,1]", "[1,1,1]") == "/2 - 1\n");
  CHECK(between(R"(["--log=1","a","b"])", R"(["--log=2","a","b","--more"])") ==
        "/0 \"--log=1\" \"--log=2\"\n/3 - \"--more\"\n");
}

TEST_CASE("no more are told than are asked for") {
  CHECK(between("[1,2,3]", "[4,5,6]", 2) == "/0 1 4\n/1 2 5\n");
  CHECK(between(R"({"a":1,"b":1})", R"({"c":1,"d":1})", 3) == "/a 1 -\n/b 1 -\n/c - 1\n");
  CHECK(between("1", "2", 0).empty());
}

TEST_CASE("values of two kinds differ as a whole") {
  CHECK(between(R"({"a":"1"})", R"({"a":{"b":1}})") == "/a \"1\" {\"b\":1}\n");
  CHECK(between("null", "\"\"") == " null \"\"\n");
}

TEST_CASE("a place is a JSON pointer, whatever names it is made of") {
  CHECK(between(R"({"a/b":1,"c~d":1})", R"({"a/b":2,"c~d":2})") == "/a~1b 1 2\n/c~0d 1 2\n");
}
