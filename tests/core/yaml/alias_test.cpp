#include <doctest/doctest.h>

#include "tests/core/yaml/kit.hpp"

namespace tidemark::yaml {
namespace {

std::string tolerant(const std::string& text, std::size_t nodes = 1000) {
  Limits limits;
  limits.aliases = true;
  limits.nodes = nodes;
  return reading_of(text, limits);
}

}  // namespace

TEST_CASE("where aliases are taken, each stands for its value") {
  CHECK(tolerant("a: &x {b: [1, 2]}\nc: *x\nd: &y text\ne: [*y, *x]\n") ==
        "{a: {b: [1, 2]}, c: {b: [1, 2]}, d: text, e: [text, {b: [1, 2]}]}");
  CHECK(tolerant("a: &x\nb: *x\n") == "{a: ~, b: ~}");
}

TEST_CASE("an anchor that is given again stands for what it said last") {
  CHECK(tolerant("a: &x 1\nb: *x\nc: &x 2\nd: *x\n") == "{a: 1, b: 1, c: 2, d: 2}");
}

TEST_CASE("an alias of nothing, or of what it stands in, is refused") {
  CHECK(tolerant("a: *x\n") ==
        "nothing\na.yaml:1:4: an alias of nothing above it (name an anchor)");
  CHECK(tolerant("a: &x [*x]\n") ==
        "nothing\na.yaml:1:8: an alias inside of what it stands for (write the value out)");
}

TEST_CASE("aliases that make much of little cost what they stand for") {
  std::string laughs = "a0: &a0 [x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "*a" + std::to_string(i - 1), name = "a" + std::to_string(i);
    laughs += name + ": &" + name + " [" + before + ", " + before + ", " + before + "]\n";
  }
  CHECK(tolerant(laughs) ==
        "nothing\na.yaml:5:5: the file holds more than 1000 values (divide it into several files)");
}

TEST_CASE("an anchor may stand on a line of its own before a block scalar") {
  CHECK(tolerant("a:\n  &x |\n  one\n  two\nb: *x\nc:\n  d:\n    &y >-\n    three\n  e: *y\n") ==
        "{a: \"one\ntwo\n\", b: \"one\ntwo\n\", c: {d: \"three\", e: \"three\"}}");
  CHECK(tolerant("&x |\n  one\n") == "\"one\n\"");
}

TEST_CASE("moving an anchor leaves every line its number") {
  Limits limits;
  limits.aliases = true;
  std::vector<Complaint> complaints;
  const auto root = read("a:\n  &x |\n  one\nb: 1\n", "f.yaml", complaints, limits);
  REQUIRE(root);
  CHECK(to_string(root->find("b")->place) == "f.yaml:4:4");
}

TEST_CASE("merge keys stay refused where aliases are taken") {
  CHECK(tolerant("a: &x {b: 1}\nc:\n  <<: *x\n") ==
        "{a: {b: 1}, c: {}}\n"
        "a.yaml:3:3: the merge key << is not supported (write its members out)");
}

}  // namespace tidemark::yaml
