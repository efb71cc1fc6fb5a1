#include <doctest/doctest.h>

#include "tests/core/policy/kit.hpp"

namespace tidemark::policy::kit {
namespace {

std::string ids(const std::vector<Rule>& rules) {
  std::string text;
  for (const Rule& rule : rules) {
    text += rule.id + ' ' + std::string(to_string(rule.severity)) + '\n';
  }
  return text;
}

const std::string no_owner =
    "error owners.named inventory.yaml:1:1: automation:a has no operational owner (add owners: "
    "{operational: ...})\n";

Entity ownerless(const std::string& name = "a") {
  Entity entity = automation_of(name);
  entity.owners.operational = "";
  return entity;
}

}  // namespace

TEST_CASE("what needs no number of the workspace's holds as a warning") {
  CHECK(ids(rules_in_force({})) ==
        "model.probed warning\nowners.named warning\nretirement.ahead warning\n"
        "vendor.reachable warning\n");
}

TEST_CASE("what a workspace says of a rule stands instead of the shipped one") {
  Policy policy;
  Rule off = rule_of("model.probed");
  off.severity = Severity::off;
  policy.rules = {rule_of("gate.set"), off, rule_of("owners.named/critical")};
  CHECK(ids(rules_in_force(policy)) ==
        "gate.set error\nowners.named/critical error\nretirement.ahead warning\n"
        "vendor.reachable warning\n");
}

TEST_CASE("a scope chooses by kind, tier, tag, id and file") {
  const auto with = [](const std::function<void(Scope&)>& edit) {
    Rule rule = rule_of("owners.named");
    edit(rule.scope);
    Entity entity = ownerless();
    entity.tier = Tier::critical;
    entity.tags = {"support", "eu"};
    entity.place.file = "teams/a/inventory.yaml";
    return found({entity}, {rule}) != "";
  };
  CHECK(with([](Scope&) {}));
  CHECK(with([](Scope& scope) {
    scope = {{Kind::automation}, {Tier::critical}, {"eu"}, {"automation:*"}, {"teams/a/"}};
  }));
  CHECK_FALSE(with([](Scope& scope) { scope.kinds = {Kind::model}; }));
  CHECK_FALSE(with([](Scope& scope) { scope.tiers = {Tier::standard, Tier::experimental}; }));
  CHECK_FALSE(with([](Scope& scope) { scope.tags = {"us"}; }));
  CHECK(with([](Scope& scope) { scope.tags = {"us", "support"}; }));
  CHECK_FALSE(with([](Scope& scope) { scope.ids = {"model:*", "b*"}; }));
  CHECK(with([](Scope& scope) { scope.ids = {"a"}; }));
  CHECK_FALSE(with([](Scope& scope) { scope.paths = {"teams/b/"}; }));
  CHECK(with([](Scope& scope) { scope.paths = {"inventory.yaml"}; }));
}

TEST_CASE("a tier chooses no entity that has none") {
  Entity model = entity_of("model:m");
  model.floating = true;
  Rule rule = rule_of("model.probed");
  CHECK(found({model}, {rule}) != "");
  rule.scope.tiers = {Tier::standard};
  CHECK(found({model}, {rule}) == "");
}

TEST_CASE("a waiver holds until the end of its last day") {
  Rule rule = rule_of("owners.named");
  rule.waivers = {{{"automation:a"}, "cy", "moving", "2026-11-24", {}}};
  CHECK(found({ownerless()}, {rule}) == "");
  CHECK(found({ownerless("b")}, {rule}) != "");
  rule.waivers[0].expires = "2026-11-23";
  CHECK(found({ownerless()}, {rule}) ==
        "error owners.named inventory.yaml:1:1: automation:a has no operational owner; the waiver "
        "of cy (moving) expired on 2026-11-23 (add owners: {operational: ...})\n");
  rule.waivers.push_back({{"*"}, "dee", "moving on", "2026-12-31", {}});
  CHECK(found({ownerless()}, {rule}) == "");
}

TEST_CASE("a waiver of one rule is none of another") {
  Rule waived = rule_of("owners.named/lax");
  waived.waivers = {{{"*"}, "cy", "moving", "2026-12-31", {}}};
  CHECK(found({ownerless()}, {waived, rule_of("owners.named")}) == no_owner);
}

TEST_CASE("what people write into a waiver is inert") {
  Rule rule = rule_of("owners.named");
  rule.waivers = {{{"a"}, "c\x1b[31my", "x\n::error::y", "2026-01-01", {}}};
  CHECK(found({ownerless()}, {rule}).find("c\\x1b[31my (x\\x0a::error::y)") != std::string::npos);
}

}  // namespace tidemark::policy::kit
