#include <doctest/doctest.h>

#include "tests/core/contract/kit.hpp"

namespace tidemark::contract {
namespace {

/// An object of `count` properties; the last has `last` as its schema.
std::string wide(int count, const std::string& last) {
  std::string text = R"({"type": "object", "properties": {)";
  for (int i = 1; i < count; ++i) {
    text += "\"p" + std::to_string(i) +
            R"(": {"type": "string", "maxLength": 10, "description": "one of many"}, )";
  }
  return text + "\"p" + std::to_string(count) + "\": " + last + "}}";
}

/// Definitions, each of which holds the next one `times` times; the last is `last`.
std::string ladder(int steps, int times, const std::string& last) {
  std::string text = R"({"$ref": "#/$defs/d0", "$defs": {)";
  for (int i = 0; i < steps; ++i) {
    text += "\"d" + std::to_string(i) + R"(": {"properties": {)";
    for (int k = 0; k < times; ++k) {
      text += (k == 0 ? "\"" : ", \"") + std::string(1, static_cast<char>('a' + k)) +
              R"(": {"$ref": "#/$defs/d)" + std::to_string(i + 1) + "\"}";
    }
    text += "}}, ";
  }
  return text + "\"d" + std::to_string(steps) + "\": " + last + "}}";
}

const char *string = R"({"type": "string"})", *integer = R"({"type": "integer"})";

}  // namespace

TEST_CASE("ten thousand properties cost steps in proportion") {
  const Difference found = compare("a.json", wide(10'000, string), wide(10'000, integer));
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings.front().part == "/p10000");
  CHECK(found.steps < 200'000);
}

TEST_CASE("a contract of five megabytes is compared") {
  const std::string before = wide(66'000, string), after = wide(66'000, integer);
  CHECK(before.size() > 5'000'000);
  const Difference found = compare("a.json", before, after);
  CHECK(found.findings.size() == 1);
  CHECK(found.steps < 1'200'000);
}

TEST_CASE("references into a map of many definitions lead on and on, and may go round") {
  std::string text = R"({"properties": {"a": {"$ref": "#/$defs/d19999"}}, "$defs": {)";
  for (int i = 0; i < 20'000; ++i) {
    text += (i == 0 ? "\"d" : ", \"d") + std::to_string(i) + R"(": {"$ref": "#/$defs/d)" +
            std::to_string(i == 0 ? 0 : i - 1) + "\"}";
  }
  CHECK(findings_of("a.json", text + "}}", text + "}}").empty());
}

TEST_CASE("equal schemas on exponentially many ways are compared once each") {
  const Difference found = compare("a.json", ladder(60, 3, string), ladder(60, 3, string));
  CHECK(found.findings.empty());
  CHECK(found.steps < 5'000);
}

TEST_CASE("what differs on a few ways is found on each of them") {
  CHECK(
      findings_of("a.json", ladder(2, 2, string), ladder(2, 2, integer)) ==
      "breaking response-property-type-changed /a/a: the type of the property `/a/a` changed from "
      "`string` to `integer`\n"
      "breaking response-property-type-changed /a/b: the type of the property `/a/b` changed from "
      "`string` to `integer`\n"
      "breaking response-property-type-changed /b/a: the type of the property `/b/a` changed from "
      "`string` to `integer`\n"
      "breaking response-property-type-changed /b/b: the type of the property `/b/b` changed from "
      "`string` to `integer`\n");
}

// It takes ten million steps, which a sanitizer makes minutes of.
#ifdef __SANITIZE_ADDRESS__
constexpr bool is_slow_here = true;
#else
constexpr bool is_slow_here = false;
#endif

TEST_CASE("what differs on too many ways is listed on one more only, and that reaches every use" *
          doctest::skip(is_slow_here)) {
  const Difference found =
      compare("a.json", ladder(10, 2, wide(10'000, string)), ladder(10, 2, wide(10'000, integer)));
  std::vector<Finding> shortened;
  for (const Finding& finding : found.findings) {
    if (finding.rule == "comparison-shortened") shortened.push_back(finding);
  }
  REQUIRE(!shortened.empty());
  for (const Finding& finding : shortened) {
    CHECK(line_of(finding) ==
          "risky comparison-shortened: the data holds the same schemas on so many ways that each "
          "is listed on one only");
  }
  CHECK(reaching(shortened, {"/nowhere"}).size() == shortened.size());
  CHECK(found.findings.size() > 100);
  CHECK(found.findings.size() < 1'024);
  CHECK(found.steps < 20'000'000);
}

TEST_CASE("schemas nested a thousand deep are compared") {
  const Difference found = compare("a.json", ladder(1'900, 1, string), ladder(1'900, 1, integer));
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings.front().part.size() == 3'800);
}

TEST_CASE("schemas nested too deep are an error, not a crash") {
  CHECK(findings_of("a.json", ladder(5'000, 1, string), ladder(5'000, 1, integer)) ==
        "21 a.json#/$defs/d2000: schemas nested deeper than 2000 (make them flatter)\n");
}

TEST_CASE("a file over the limit is refused") {
  const std::string large =
      "{\"type\": \"object\", \"description\": \"" + std::string(17'000'000, 'x') + "\"}";
  CHECK(findings_of("a.json", large, large) ==
        "21 a.json: the file is larger than 16777216 bytes (divide it into several files)\n");
}

}  // namespace tidemark::contract
