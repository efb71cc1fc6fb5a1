#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "core/contract/rules.hpp"
#include "tests/core/contract/kit.hpp"

namespace tidemark::contract {
namespace {

/// One block of a file in rules/.
struct Block {
  std::string about, before, after, findings;
};

std::vector<Block> blocks_of(const std::string& name) {
  std::ifstream file(std::string(TIDEMARK_TEST_DATA) + "/rules/" + name);
  REQUIRE(file.is_open());
  std::vector<Block> blocks;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("# ")) blocks.push_back({line.substr(2), "", "", ""});
    if (line.size() < 2 || line[1] != ' ' || blocks.empty()) continue;
    if (line[0] == '-') blocks.back().before += line.substr(2) + "\n";
    if (line[0] == '+') blocks.back().after += line.substr(2) + "\n";
    if (line[0] == '=') blocks.back().findings += line.substr(2) + "\n";
  }
  return blocks;
}

std::string property(const std::string& schema) {
  return "{\"properties\": {\"a\": " + schema + "}}";
}

std::string openapi(const std::string& text) { return "openapi: 3.1.0\n" + text; }

std::set<std::string> rules_in(const std::string& name) {
  std::set<std::string> rules;
  for (const Block& block : blocks_of(name)) {
    std::istringstream lines(block.findings);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string level, rule;
      words >> level >> rule;
      if (rule.back() == ':') rule.pop_back();
      rules.insert(rule);
    }
  }
  return rules;
}

bool is_shown(const std::set<std::string>& rules, Direction direction, std::string_view name) {
  return rules.count(prefix_of(direction, Subject::property) + '-' + std::string(name)) != 0;
}

}  // namespace

TEST_CASE("every rule about a keyword: for whoever sends and for whoever receives") {
  const auto blocks = blocks_of("keywords.txt");
  CHECK(blocks.size() > 100);
  for (const Block& block : blocks) {
    CAPTURE(block.about);
    CHECK(
        findings_of("a.json", property(block.before), property(block.after), Stance::provide) +
            findings_of("a.json", property(block.before), property(block.after), Stance::consume) ==
        block.findings);
  }
}

TEST_CASE("every rule about an API") {
  const auto blocks = blocks_of("openapi.txt");
  CHECK(blocks.size() > 40);
  for (const Block& block : blocks) {
    CAPTURE(block.about);
    CHECK(findings_of("a.yaml", openapi(block.before), openapi(block.after)) == block.findings);
  }
}

TEST_CASE("what stays the same has no findings") {
  for (const Block& block : blocks_of("openapi.txt")) {
    CAPTURE(block.about);
    CHECK(findings_of("a.yaml", openapi(block.after), openapi(block.after)).empty());
  }
  for (const Block& block : blocks_of("keywords.txt")) {
    CAPTURE(block.about);
    CHECK(findings_of("a.json", property(block.after), property(block.after)).empty());
  }
}

TEST_CASE("no rule is without a block that shows it") {
  const auto keywords = rules_in("keywords.txt");
  for (const KeywordRule& rule : keyword_rules()) {
    CAPTURE(rule.name);
    // What is sent has no special type in a property's rule; see types.cpp.
    CHECK((is_shown(keywords, Direction::request, rule.name) || rule.name == "type-specialized"));
    CHECK(is_shown(keywords, Direction::response, rule.name));
  }
  auto all = rules_in("openapi.txt");
  all.insert(keywords.begin(), keywords.end());
  for (const NamedRule& rule : named_rules()) {
    CAPTURE(rule.id);
    // One takes too many schemas for a block, others are of no schema: size_test.cpp,
    // writing_test.cpp.
    CHECK((all.count(std::string(rule.id)) != 0 || rule.id == "comparison-shortened" ||
           rule.id.starts_with("file-")));
  }
}

TEST_CASE("docs/contracts.md names every rule") {
  std::ifstream file(std::string(TIDEMARK_TEST_DATA) + "/../../../docs/contracts.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto named = [&](std::string_view name) {
    return text.find('`' + std::string(name) + '`') != std::string::npos;
  };
  for (const KeywordRule& rule : keyword_rules()) CHECK_MESSAGE(named(rule.name), rule.name);
  for (const NamedRule& rule : named_rules()) CHECK_MESSAGE(named(rule.id), rule.id);
}

TEST_CASE("a rule that no table has is a bug") {
  CHECK_THROWS_WITH_AS(level_of("response-what"), "no rule is called response-what", Error);
  CHECK_THROWS_WITH_AS(keyword_rule("what"), "no rule is called what", Error);
}

TEST_CASE("levels follow from what a change does to the valid data, but where oasdiff differs") {
  const auto level = [](const char* name, Direction direction, Subject subject) {
    return to_string(level_of(keyword_rule(name), direction, subject));
  };
  CHECK(level("max-decreased", Direction::request, Subject::body) == "breaking");
  CHECK(level("max-decreased", Direction::response, Subject::body) == "benign");
  CHECK(level("max-increased", Direction::response, Subject::header) == "breaking");
  CHECK(level("max-set", Direction::request, Subject::parameter) == "risky");
  CHECK(level("enum-value-added", Direction::response, Subject::property) == "risky");
  CHECK(level("default-value-changed", Direction::request, Subject::parameter) == "breaking");
  CHECK(level("default-value-changed", Direction::request, Subject::property) == "benign");
  CHECK(level("type-changed", Direction::request, Subject::parameter_property) == "risky");
}

}  // namespace tidemark::contract
