#include <doctest/doctest.h>

#include "tests/core/policy/kit.hpp"

namespace tidemark::policy::kit {
namespace {

const std::string at_entity = " inventory.yaml:1:1: ";

Entity replayed(const std::string& name) {
  Entity automation = automation_of(name);
  automation.replay.emplace();
  automation.replay->golden = "golden/" + name + ".jsonl";
  automation.replay->place = {"inventory.yaml", 2, 2};
  return automation;
}

std::map<EntityId, GoldenFacts> facts(std::optional<std::size_t> cases, const std::string& at) {
  return {{id_of("automation:a"), {cases, at}}};
}

}  // namespace

TEST_CASE("owners.named: both owners, and two people") {
  const auto with = [](const Owners& owners) {
    Entity automation = automation_of("a");
    automation.owners = owners;
    return found({automation}, {rule_of("owners.named")});
  };
  CHECK(with({"ann", "ben", ""}) == "");
  CHECK(with({"", "", "cy"}) ==
        "error owners.named" + at_entity +
            "automation:a has no technical owner (add owners: {technical: ...})\n"
            "error owners.named" +
            at_entity + "automation:a has no operational owner (add owners: {operational: ...})\n");
  CHECK(with({"ann@example.com", "Ann@example.com", ""}) ==
        "error owners.named" + at_entity +
            "automation:a has one owner for both, ann@example.com (name somebody else as technical "
            "or as operational owner)\n");
}

TEST_CASE("golden.current: enough cases and a baseline that is young enough") {
  Rule rule = rule_of("golden.current");
  rule.baseline_age = std::chrono::hours(24 * 30);
  const auto with = [&](const std::map<EntityId, GoldenFacts>& golden) {
    return found({replayed("a")}, {rule}, golden);
  };
  CHECK(with(facts(20, "2026-10-25T00:00:00Z")) == "");
  CHECK(with(facts(19, "2026-10-24T23:59:59Z")) ==
        "error golden.current inventory.yaml:2:2: the golden set of automation:a has 19 cases, 20 "
        "are needed (add cases to golden/a.jsonl)\n"
        "error golden.current inventory.yaml:2:2: the baseline of automation:a was recorded on "
        "2026-10-24, more than 30d ago (run `tidemark record a` and review it)\n");
  CHECK(with(facts(std::nullopt, "")) ==
        "error golden.current inventory.yaml:2:2: automation:a has no baseline (run `tidemark "
        "record a` and review it)\n");
  CHECK(found({automation_of("a")}, {rule}) ==
        "error golden.current" + at_entity +
            "automation:a has no golden set (add replay: {...})\n");
}

TEST_CASE("model.probed: whatever floats is looked at") {
  Entity model = entity_of("model:m"), service = entity_of("service:s");
  const Rule rule = rule_of("model.probed");
  CHECK(found({model, service}, {rule}) == "");
  model.floating = service.floating = true;
  service.probe.emplace();
  CHECK(found({model, service}, {rule}) ==
        "error model.probed" + at_entity +
            "model:m floats, and no probe looks where it is (add probe: {plugin: ...}, or pin "
            "it)\n");
}

TEST_CASE("vendor.reachable: a critical automation's vendors can be read or asked, however deep") {
  Entity automation = automation_of("a", {"system:s"});
  const Entity system = entity_of("system:s", {"vendor:v"});
  Entity vendor = entity_of("vendor:v");
  Rule rule = rule_of("vendor.reachable");
  const auto all = [&] { return found({automation, system, vendor}, {rule}); };
  const std::string finding =
      "error vendor.reachable" + at_entity +
      "automation:a stands on vendor:v, which has neither changelog nor contact (add changelog: or "
      "contact: to it)\n";
  CHECK(all() == "");
  automation.tier = Tier::critical;
  CHECK(all() == finding);
  vendor.attributes["status"] = "https://status.example";
  CHECK(all() == finding);
  vendor.attributes["contact"] = "v@example.com";
  CHECK(all() == "");
  vendor.attributes = {{"changelog", "https://v.example/changes"}};
  CHECK(all() == "");
  vendor.attributes.clear();
  automation.tier = Tier::standard;
  rule.scope.kinds = {Kind::automation};
  CHECK(all() == finding);
}

TEST_CASE("vendor.reachable: a vendor of many is one finding") {
  Entity a = automation_of("a", {"vendor:v"}), b = automation_of("b", {"vendor:v"});
  a.tier = b.tier = Tier::critical;
  CHECK(found({a, b, entity_of("vendor:v")}, {rule_of("vendor.reachable")}) ==
        "error vendor.reachable" + at_entity +
            "automation:a stands on vendor:v, which has neither changelog nor contact (add "
            "changelog: or contact: to it)\n");
}

TEST_CASE("review.current: a cadence is kept, and no cadence is not asked for") {
  const auto with = [](const std::string& every, const std::string& last) {
    Entity automation = automation_of("a");
    automation.review_every = every;
    automation.review_last = last;
    return found({automation}, {rule_of("review.current")});
  };
  CHECK(with("", "2020-01-01") == "");
  CHECK(with("30d", "2026-10-25") == "");
  const std::string way_out = " (review it, and write the day: review: {last: YYYY-MM-DD})\n";
  CHECK(with("30d", "2026-10-24") ==
        "error review.current" + at_entity +
            "automation:a is to be reviewed every 30d, and was last on 2026-10-24" + way_out);
  CHECK(with("30d", "") == "error review.current" + at_entity +
                               "automation:a is to be reviewed every 30d, and no review is dated" +
                               way_out);
}

TEST_CASE("retirement.ahead: nothing past its day, and notice before it") {
  const auto with = [](const std::string& day, int notice = 0) {
    Entity model = entity_of("model:m");
    model.attributes = {{"retires", day}, {"replacement", "model:n"}};
    Rule rule = rule_of("retirement.ahead");
    rule.notice = std::chrono::hours(24 * notice);
    return found({model}, {rule});
  };
  CHECK(with("2026-11-25") == "");
  CHECK(with("2026-11-24") ==
        "error retirement.ahead" + at_entity +
            "model:m retired on 2026-11-24 (move what stands on it to model:n, then remove it)\n");
  CHECK(with("2026-12-24", 30) ==
        "error retirement.ahead" + at_entity +
            "model:m retires on 2026-12-24 (move what stands on it to model:n, then remove it)\n");
  CHECK(with("2026-12-25", 30) == "");
}

TEST_CASE("gate.set: a margin and thresholds of the workspace's own") {
  Entity automation = replayed("a");
  const auto all = [&] { return found({automation}, {rule_of("gate.set")}); };
  CHECK(all() ==
        "error gate.set inventory.yaml:2:2: automation:a sets no margin (add gate: {margin: 0.10} "
        "to its replay)\n"
        "error gate.set" +
            at_entity +
            "automation:a sets no alert thresholds (add alerts: {score_drop: 0.05, error_rate: "
            "0.02})\n");
  automation.replay->gate.margin_is_set = true;
  automation.attributes["alerts.latency"] = "5s";
  CHECK(all() == "");
}

}  // namespace tidemark::policy::kit
