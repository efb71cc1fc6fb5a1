#include "replay/pipeline/redaction_rules.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

namespace tidemark::pipeline {
namespace {

harvest::RedactionRules rules_of(const std::string& text) {
  harvest::RedactionRules rules;
  read_redaction_rules(text, "redact.yaml", rules);
  return rules;
}

TEST_CASE("patterns, places and kinds that stay are read, and a further file adds to them") {
  harvest::RedactionRules rules = rules_of(R"(
patterns: {customer: 'C-\d{6}'}
places: {/input/name: name, "/messages/*/author": name}
keep: [phone]
)");
  read_redaction_rules("patterns: {ticket: T-1}\n", "more.yaml", rules);
  REQUIRE(rules.patterns.size() == 2);
  CHECK(rules.patterns[0].kind == "customer");
  CHECK(rules.patterns[0].pattern == R"(C-\d{6})");
  REQUIRE(rules.places.size() == 2);
  CHECK(rules.places[1].path == std::vector<std::string>{"messages", "*", "author"});
  CHECK(rules.kept == std::set<std::string>{"phone"});
}

TEST_CASE("all that is wrong is told at once, with its place") {
  CHECK_THROWS_WITH_AS(
      rules_of(R"(patterns: {A: x, customer: '(', all: 'x*', list: [a]}
places: {name: name, /a: No}
keep: [e-mail]
pattern: {}
)"),
      R"(redact.yaml:1:12: a kind is 1 to 40 of a-z and - (customer makes <customer-1>)
redact.yaml:1:28: not an RE2 pattern: missing ): (
redact.yaml:1:38: the pattern matches an empty text (make it ask for something)
redact.yaml:1:50: an entry of patterns must be text
redact.yaml:2:10: a place must be a JSON pointer (write /user/name)
redact.yaml:2:26: a kind is 1 to 40 of a-z and - (customer makes <customer-1>)
redact.yaml:3:8: keep names no kind that is taken out without a pattern (card, email, iban, key and phone are those)
redact.yaml:4:1: unknown key "pattern" (did you mean patterns?))",
      Error);
  CHECK_THROWS_WITH_AS(
      rules_of("- a\n"),
      "redact.yaml:1:1: the file is not a map (patterns, places and keep are its keys)", Error);
}

}  // namespace
}  // namespace tidemark::pipeline
