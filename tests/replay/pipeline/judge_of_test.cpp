#include "replay/pipeline/judge_of.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline::kit {
namespace {

const EntityId id = {Kind::automation, "router"};

/// The base's rules over a head that says something else.
verdict::Rules rules(const std::function<void(Entity&, Policy&)>& in_base,
                     const std::function<void(Entity&, Policy&)>& in_head) {
  Entity before = router(), after = router();
  change::World base = world_with(before), head = world_with(after);
  in_base(base.inventory.entities.edit(0), base.inventory.policy);
  in_head(head.inventory.entities.edit(0), head.inventory.policy);
  return judge_of(base, head, id).rules;
}

const std::function<void(Entity&, Policy&)> untouched = [](Entity&, Policy&) {};

TEST_CASE("of numbers the stricter of base and head holds, from either side") {
  const auto loose = [](Entity& entity, Policy& policy) {
    entity.replay->gate.margin = 0.30;
    entity.replay->gate.min_score = 0.2;
    policy.min_cases = 5;
  };
  const auto strict = [](Entity& entity, Policy& policy) {
    entity.replay->gate.margin = 0.05;
    entity.replay->gate.min_score = 0.9;
    policy.min_cases = 50;
  };
  for (const auto& chosen : {rules(loose, strict), rules(strict, loose)}) {
    CHECK(chosen.margin == 0.05);
    CHECK(chosen.min_score == 0.9);
    CHECK(chosen.min_cases == 50);
  }
  CHECK(rules(untouched, loose).margin == 0.10);
  CHECK(rules(untouched, loose).min_score == 0.5);
  CHECK(rules(untouched, loose).min_cases == 20);
}

TEST_CASE("within_margin: the automation's own, else the policy's, else by tier") {
  const auto own = [](WithinMargin within) {
    return [within](Entity& entity, Policy&) { entity.replay->gate.within_margin = within; };
  };
  const auto critical = [](Entity& entity, Policy&) { entity.tier = Tier::critical; };
  const auto policy_review = [](Entity&, Policy& policy) {
    policy.within_margin = WithinMargin::review;
  };
  const auto critical_pass = [](Entity& entity, Policy& policy) {
    entity.tier = Tier::critical;
    policy.within_margin = WithinMargin::pass;
  };
  const auto both = [](const std::function<void(Entity&, Policy&)>& edit) {
    return rules(edit, edit).within_margin;
  };
  CHECK(both(untouched) == WithinMargin::pass);
  CHECK(both(critical) == WithinMargin::review);
  CHECK(both(policy_review) == WithinMargin::review);
  CHECK(both(critical_pass) == WithinMargin::pass);
  CHECK(both(own(WithinMargin::review)) == WithinMargin::review);
  CHECK(rules(own(WithinMargin::review), own(WithinMargin::pass)).within_margin ==
        WithinMargin::review);
  CHECK(rules(own(WithinMargin::pass), own(WithinMargin::review)).within_margin ==
        WithinMargin::review);
  CHECK(rules(critical, untouched).within_margin == WithinMargin::review);
}

TEST_CASE("whether an automation is deterministic is for the base to say") {
  const auto deterministic = [](Entity& entity, Policy&) { entity.deterministic = true; };
  CHECK_FALSE(rules(untouched, deterministic).deterministic);
  CHECK(rules(deterministic, untouched).deterministic);
}

TEST_CASE("golden set, baseline, comparators, runner, pins and owners are the base's") {
  Entity other = router();
  other.replay->compare = {{"exact", "", true, "{}"}};
  other.replay->runner.plugin = "mine";
  other.replay->scrub = {{"", ".*", ""}};
  other.owners = {"eve@example.com", "", ""};
  change::World base = world_with(router(), "abc", "abc"), head = world_with(other, "a", "a");
  base.inventory.plugins = {{"p", "p.so", "00", {}}};
  head.inventory.plugins = {{"p", "p.so", "11", {}}};
  const Judge judge = judge_of(base, head, id);
  CHECK(judge.arm == "base");
  CHECK(judge.golden.cases.size() == 3);
  CHECK(judge.baseline->cases.size() == 3);
  CHECK(judge.replay.compare == router().replay->compare);
  CHECK(judge.replay.runner == router().replay->runner);
  CHECK(judge.replay.scrub.empty());
  CHECK(judge.plugins.front().sha256 == "00");
  CHECK(judge.owners == router().owners);
  CHECK(judge.is_new.empty());
  CHECK(judge.lacking.empty());
}

TEST_CASE("a head that drops its replay or itself is judged by the base") {
  Entity unreplayed = router();
  unreplayed.replay.reset();
  for (const change::World& head : {world_of({unreplayed}, {}), world_of({}, {})}) {
    const Judge judge = judge_of(world_with(router()), head, id);
    CHECK(judge.arm == "base");
    CHECK(judge.golden.cases.size() == 2);
    CHECK(judge.lacking.empty());
  }
}

TEST_CASE("what the base does not replay is judged by the head, as new") {
  Entity unreplayed = router();
  unreplayed.replay.reset();
  for (const change::World& base : {world_of({unreplayed}, {}), world_of({}, {})}) {
    const Judge judge = judge_of(base, world_with(router()), id);
    CHECK(judge.arm == "head");
    CHECK(judge.is_new ==
          std::vector<std::string>{"the base does not replay it; it is judged by its own judge"});
    CHECK(judge.lacking.empty());
  }
}

TEST_CASE("what the base lacks is the head's own, and new") {
  const change::World head = world_with(router());
  const Judge judge =
      judge_of(world_of({router()}, {{"golden.jsonl", golden_text("abc")}}), head, id);
  CHECK(judge.golden.cases.size() == 3);
  CHECK(judge.baseline->cases.size() == 2);
  CHECK(judge.is_new == std::vector<std::string>{
                            "the base has no baseline baseline.jsonl; the head's own is used"});
  CHECK(
      judge_of(world_of({router()}, {}), head, id).is_new ==
      std::vector<std::string>{"the base has no golden set golden.jsonl; the head's own is used",
                               "the base has no baseline baseline.jsonl; the head's own is used"});
}

TEST_CASE("what nobody can read of the base is the head's own, and new, so that it can be mended") {
  const change::World good = world_with(router());
  const change::World bad_golden =
      world_of({router()}, {{"golden.jsonl", "no\n"}, {"baseline.jsonl", baseline_text("ab")}});
  const Judge judge = judge_of(bad_golden, good, id);
  CHECK(judge.golden.cases.size() == 2);
  CHECK(judge.is_new == std::vector<std::string>{
                            "the base's golden set golden.jsonl cannot be read (golden.jsonl:1: "
                            "not JSON: column 2: invalid literal (every line must be one whole "
                            "JSON object)); the head's own is used"});
  const change::World bad_baseline =
      world_of({router()}, {{"golden.jsonl", golden_text("ab")}, {"baseline.jsonl", "{}\n"}});
  CHECK(judge_of(bad_baseline, good, id).is_new ==
        std::vector<std::string>{
            "the base's baseline baseline.jsonl cannot be read (baseline.jsonl:1: "
            "the file does not start with a baseline's header (record it again)); "
            "the head's own is used"});
  CHECK_THROWS_AS(judge_of(bad_golden, bad_golden, id), Error);
}

TEST_CASE("what neither has is said, and nothing is replayed") {
  const change::World bare = world_of({router()}, {});
  const change::World half = world_of({router()}, {{"golden.jsonl", golden_text("a")}});
  const std::string no_golden = "the golden set golden.jsonl is missing";
  const std::string no_baseline =
      "the baseline baseline.jsonl is missing: run `tidemark record router`";
  CHECK(judge_of(bare, bare, id).lacking == no_golden);
  CHECK(judge_of(half, half, id).lacking == no_baseline);
  CHECK(judge_of(bare, router(), "head").lacking == no_golden);
  CHECK(judge_of(half, router(), "head").lacking == no_baseline);
  Entity unreplayed = router();
  unreplayed.replay.reset();
  CHECK(judge_of(bare, unreplayed, "head").lacking ==
        "it has no replay section, so its behaviour cannot be tested");
}

TEST_CASE("what is only looked for is missed as what is read, and stays empty") {
  const change::World bare = world_of({router()}, {});
  const change::World half = world_of({router()}, {{"golden.jsonl", "no case is read"}});
  const change::World full = world_with(router());
  const auto looked = [](const change::World& base, const change::World& head) {
    return judge_of(base, head, id, Contents::looked_for);
  };
  CHECK(looked(bare, bare).lacking == judge_of(bare, bare, id).lacking);
  CHECK(looked(half, half).lacking ==
        "the baseline baseline.jsonl is missing: run `tidemark record router`");
  CHECK(looked(bare, full).is_new == judge_of(bare, full, id).is_new);
  CHECK(looked(full, full).lacking.empty());
  CHECK(looked(full, full).golden.cases.empty());
  CHECK(looked(full, full).baseline->cases.empty());
}

}  // namespace
TEST_CASE(
    "the base's runner gets versions of the state that is judged, and of its own what that lost") {
  const auto world = [](const std::string& command, const std::string& version) {
    Entity automation = router(), model;
    automation.replay->runner.config = R"({"command":[")" + command + R"(","${model:m#version}"]})";
    model.id = {Kind::model, "m"};
    model.version = version;
    change::World made = world_with(automation);
    if (!version.empty()) made.inventory.entities.push_back(model);
    return made;
  };
  const change::World base = world("run", "old");
  CHECK(judge_of(base, world("other", "new"), id).replay.runner.config ==
        R"({"command":["run","new"]})");
  CHECK(judge_of(base, world("run", ""), id).replay.runner.config ==
        R"({"command":["run","old"]})");
  const Judge lost = judge_of(world("run", ""), world("run", ""), id);
  CHECK(lost.lacking ==
        "the runner names ${model:m#version}, but there is no model:m (add it to the inventory)");
}

}  // namespace tidemark::pipeline::kit
