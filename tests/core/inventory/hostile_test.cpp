#include <doctest/doctest.h>

#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

const std::string name_rule =
    " (a name must be letters, digits and . _ @ + - in segments joined by /, each starting with a "
    "letter, a digit or @, without \"..\")";

}  // namespace

TEST_CASE("names that could mislead people or paths are refused, printed safely") {
  struct Row {
    std::string key, complaint;
  };
  const std::vector<Row> table = {
      {"a/../b", "3:3: \"a/../b\" cannot name a model" + name_rule},
      {"/a", "3:3: \"/a\" cannot name a model" + name_rule},
      {"a b", "3:3: \"a b\" cannot name a model" + name_rule},
      {"-a", "3:3: \"-a\" cannot name a model" + name_rule},
      {"\"\"", "3:3: \"\" cannot name a model (a name must not be empty)"},
      {"\"a\\e[31mb\"", "3:3: \"a\\x1b[31mb\" cannot name a model" + name_rule},
      {"\"a\\nb\"", "3:3: \"a\\x0ab\" cannot name a model" + name_rule},
      {"\"a\\u202Eb\"", "3:3: \"a\\u{202e}b\" cannot name a model" + name_rule},
      {"gрt", "3:3: \"gрt\" cannot name a model" + name_rule},  // a Cyrillic letter
      {std::string(300, 'x'), "3:3: \"" + std::string(80, 'x') +
                                  "…\" cannot name a model (a name must not be longer than 200 "
                                  "bytes)"},
      {"~", "3:3: a key must be text (quote it)"},
  };
  for (const Row& row : table) {
    CAPTURE(row.key);
    CHECK(complaints_of("models:\n  " + row.key + ": {}\n") == row.complaint);
  }
}

TEST_CASE("what YAML itself must not have is a complaint of the inventory") {
  CHECK(complaints_of("models: {a: &x {}}\nsystems: {b: *x}\n") ==
        "2:13: anchors are not supported (remove the &name)\n"
        "3:14: aliases are not supported (write the value out)");
  CHECK(complaints_of("models:\n  a: {version: 1, version: 2}\n") ==
        "3:19: key \"version\" is given twice (first at line 3; keep one)");
  CHECK(complaints_of("models:\n  a: {<<: {version: 1}}\n") ==
        "3:7: the merge key << is not supported (write its members out)");
}

TEST_CASE("a chain of 20000 entities is read whole") {
  std::string text = "systems:\n  s0:\n";
  for (int i = 1; i < 20'000; ++i) {
    text += "  s" + std::to_string(i) + ": {uses: [system:s" + std::to_string(i - 1) + "]}\n";
  }
  const Reading reading = reading_of(text);
  CHECK(reading.complaints.empty());
  REQUIRE(reading.inventory.entities.size() == 20'000);
  CHECK(reading.inventory.find({Kind::system, "s19999"})->uses[0].target.name == "s19998");
}

TEST_CASE("texts stay as they were written, also those in maps") {
  for (const char* text : {"3.10", "012", "no", "1e3", "0x10", "1_000", ".inf", "2026-10-01"}) {
    CAPTURE(text);
    const Reading reading = reading_of("packages:\n  p: {registry: " + std::string(text) +
                                       ", uses: [{id: system:s, purpose: " + text + ", parts: [" +
                                       text + "]}]}\nsystems: {s: }\n");
    REQUIRE(lines(reading.complaints) == "");
    const Entity& package = *reading.inventory.find({Kind::package, "p"});
    CHECK(package.attributes.at("registry") == text);
    CHECK(package.uses[0].detail().purpose == text);
    CHECK(package.uses[0].detail().parts == std::vector<std::string>{text});
  }
}

TEST_CASE("a chain of uses that say something is read whole") {
  std::string text = "systems:\n  s0:\n";
  for (int i = 1; i < 10'000; ++i) {
    text += "  s" + std::to_string(i) + ": {uses: [{id: system:s" + std::to_string(i - 1) +
            ", criticality: soft, since: 2026-01-01}]}\n";
  }
  const Reading reading = reading_of(text);
  CHECK(reading.complaints.empty());
  CHECK(reading.inventory.find({Kind::system, "s9999"})->uses[0].detail().since == "2026-01-01");
}

TEST_CASE("thousands of wrong keys in uses are all told") {
  std::string text = "systems:\n  s:\n";
  for (int i = 0; i < 10'000; ++i) {
    text += "  x" + std::to_string(i) + ": {uses: [{id: system:s, purpoze: y}]}\n";
  }
  const Reading reading = reading_of(text);
  REQUIRE(reading.complaints.size() == 10'000);
  CHECK(to_string(reading.complaints[0]) ==
        "tidemark.yaml:4:30: unknown key \"purpoze\" in an entry of uses (did you mean purpose?)");
}

TEST_CASE("thousands of typing errors are all told, though not all are guessed at") {
  std::string text = "systems:\n";
  for (int i = 0; i < 10'000; ++i) {
    text += "  name-" + std::to_string(i) + ": {uses: [system:nmae-" + std::to_string(i) + "]}\n";
  }
  const Reading reading = reading_of(text);
  REQUIRE(reading.complaints.size() == 10'000);
  CHECK(to_string(reading.complaints[0]) ==
        "tidemark.yaml:3:19: uses names system:nmae-0, which is not in the inventory (did you mean "
        "system:name-0?)");
  CHECK(to_string(reading.complaints[9'999]) ==
        "tidemark.yaml:10002:22: uses names system:nmae-9999, which is not in the inventory (add "
        "nmae-9999 to systems)");
}

}  // namespace tidemark::inventory
