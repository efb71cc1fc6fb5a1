#include <doctest/doctest.h>

#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

std::vector<Rule> rules_of(const std::string& rules) {
  const Reading reading = reading_of("policy:\n  rules:\n" + rules);
  REQUIRE(lines(reading.complaints) == "");
  return reading.inventory.policy.rules;
}

std::string complaints(const std::string& rule) {
  return complaints_of("policy:\n  rules:\n    " + rule + "\n");
}

}  // namespace

TEST_CASE("a rule is named and has defaults") {
  const auto rules = rules_of("    owners.named:\n    golden.current/strict: {}\n");
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].id == "golden.current/strict");
  CHECK(rules[0].kind == RuleKind::golden_current);
  CHECK(rules[0].severity == Severity::error);
  CHECK(rules[0].scope == Scope{});
  CHECK(rules[0].cases == 20);
  CHECK(rules[0].baseline_age == std::chrono::hours(24 * 180));
  CHECK(rules[1].id == "owners.named");
  CHECK(to_string(rules[1].place) == "tidemark.yaml:4:5");
}

TEST_CASE("a rule has severity, scope, waivers and its own settings") {
  const auto rules = rules_of(R"(
    golden.current:
      severity: warning
      scope: {kind: automation, tier: [critical, standard], tag: support, id: 'automation:t*', path: [a/, b.yaml]}
      cases: 40
      baseline_age: 30d
      waivers:
        - {id: automation:x, owner: ann@example.com, reason: moving house, expires: 2026-12-31}
    retirement.ahead: {notice: 60d, severity: off}
)");
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].severity == Severity::warning);
  CHECK(rules[0].scope == Scope{{Kind::automation},
                                {Tier::critical, Tier::standard},
                                {"support"},
                                {"automation:t*"},
                                {"a/", "b.yaml"}});
  CHECK(rules[0].cases == 40);
  CHECK(rules[0].baseline_age == std::chrono::hours(24 * 30));
  CHECK(
      rules[0].waivers ==
      std::vector<Waiver>{{{"automation:x"}, "ann@example.com", "moving house", "2026-12-31", {}}});
  CHECK(to_string(rules[0].waivers[0].place) == "tidemark.yaml:11:11");
  CHECK(rules[1].severity == Severity::off);
  CHECK(rules[1].notice == std::chrono::hours(24 * 60));
}

TEST_CASE("a rule that is none is refused") {
  CHECK(complaints("owners.name: {}") ==
        "4:5: \"owners.name\" is no rule (did you mean owners.named?)");
  CHECK(complaints("frobnicate: {}") ==
        "4:5: \"frobnicate\" is no rule (known: owners.named, golden.current, model.probed, "
        "vendor.reachable, review.current, retirement.ahead, gate.set, each also as RULE/NAME)");
  CHECK(complaints("owners.named/: {}") ==
        "4:5: \"owners.named/\" is no rule (did you mean owners.named?)");
}

TEST_CASE("a setting belongs to its rule") {
  CHECK(complaints("owners.named: {cases: 3}") ==
        "4:20: unknown key \"cases\" in owners.named (known here: severity, scope, waivers)");
  CHECK(complaints("gate.set: {severity: fatal}") ==
        "4:26: severity must be error, warning or off, not \"fatal\" (choose one of these)");
  CHECK(complaints("gate.set: {scope: {kind: modle, tiers: x}}") ==
        "4:30: kind must be automation, model, vendor, service, schema, dataset, prompt, system or "
        "package, not \"modle\" (did you mean model?)\n"
        "4:37: unknown key \"tiers\" in scope (did you mean tier?)");
}

TEST_CASE("a waiver is somebody's word, for a while") {
  CHECK(complaints("gate.set: {waivers: [{}]}") ==
        "4:26: a waiver has no expires (add expires: YYYY-MM-DD, its last day)\n"
        "4:26: a waiver has no id (add id: kind:name, or a glob of ids)\n"
        "4:26: a waiver has no owner (add owner: whoever answers for it)\n"
        "4:26: a waiver has no reason (add reason: why it may be so)");
  CHECK(complaints("gate.set: {waivers: [{id: '*', owner: '', reason: r, expires: 2026-13-01}]}") ==
        "4:43: owner is empty (fill it: a waiver is somebody's word for a while)\n"
        "4:67: expires must be a day of the calendar, not \"2026-13-01\" (write YYYY-MM-DD)");
}

}  // namespace tidemark::inventory
