#include "core/policy/catalogue.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/policy/policy.hpp"

namespace tidemark::policy {

TEST_CASE("every rule has a text, sorted by id, and says whether it holds by default") {
  const auto& texts = catalogue();
  CHECK(std::is_sorted(texts.begin(), texts.end(),
                       [](const RuleText& a, const RuleText& b) { return a.id < b.id; }));
  const auto by_default = rules_in_force({});
  for (std::size_t i = 0; i < rule_kinds; ++i) {
    const std::string id(to_string(static_cast<RuleKind>(i)));
    CAPTURE(id);
    const RuleText* text = rule_text(id);
    REQUIRE(text != nullptr);
    CHECK(rule_text(id + "/strict") == text);
    const auto rule = std::find_if(by_default.begin(), by_default.end(),
                                   [&](const Rule& one) { return one.id == id; });
    CHECK(text->by_default ==
          (rule == by_default.end() ? "off" : "a " + std::string(to_string(rule->severity))));
  }
  CHECK(rule_text("frobnicate") == nullptr);
}

TEST_CASE("texts fit where forges show them") {
  for (const RuleText& text : catalogue()) {
    CAPTURE(text.id);
    CHECK(text.summary.size() <= 120);
    CHECK(text.explanation.size() <= 1024);
    CHECK(text.explanation.back() == '.');
    CHECK(text.summary.back() != '.');
  }
}

}  // namespace tidemark::policy
