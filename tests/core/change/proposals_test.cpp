#include <doctest/doctest.h>

#include <functional>

#include "tests/core/change/kit.hpp"

using namespace tidemark;
using namespace tidemark::test;
using change::proposals_between;

namespace {

const std::string was_blob(40, 'a'), is_blob(40, 'b');

std::string proposed(const Inventory& before, const Inventory& after) {
  return text_of(proposals_between(world_of(before, {}), world_of(after, {})));
}

std::string proposed_policy(const std::function<void(Policy&)>& edit) {
  Inventory after;
  edit(after.policy);
  return proposed({}, after);
}

/// What an edit of the replayed automation `router` proposes.
std::string proposed_by(const std::function<void(Entity&)>& edit) {
  Entity router = replayed();
  edit(router);
  return proposed(inventory_of({replayed()}), inventory_of({router}));
}

}  // namespace

TEST_CASE("a head that leaves its judge alone proposes nothing") {
  CHECK(proposed_by([](Entity& e) {
          e.title = "x";
          e.version = "2";
          e.files = {"a"};
          e.tags = {"t"};
          e.review_every = "30d";
          e.replay->runner.concurrency = 8;
        }) == "");
}

TEST_CASE("every rule of the policy is the judge's") {
  CHECK(proposed_policy([](Policy& p) { p.approval = Approval::file; }) ==
        "policy.approval []: the policy's approval would change from review to file\n");
  CHECK(proposed_policy([](Policy& p) { p.unclassified = Unclassified::report; }) ==
        "policy.unclassified []: the policy's unclassified would change from everything to "
        "report\n");
  CHECK(proposed_policy([](Policy& p) { p.ignore = {"prompts/**"}; }) ==
        "policy.ignore []: the policy's ignore would change from nothing to [prompts/**]\n");
  CHECK(proposed_policy([](Policy& p) { p.within_margin = WithinMargin::pass; }) ==
        "policy.within_margin []: the policy's within_margin would change from nothing to pass\n");
  CHECK(proposed_policy([](Policy& p) { p.min_cases = 1; }) ==
        "policy.min_cases []: the policy's min_cases would change from 20 to 1\n");
}

TEST_CASE("a rule that comes, goes or says something else is a proposal") {
  Rule strict, lax;
  strict.id = lax.id = "golden.current";
  strict.kind = lax.kind = RuleKind::golden_current;
  strict.scope.tiers = {Tier::critical, Tier::standard};
  strict.place = {"tidemark.yaml", 4, 5};
  lax.severity = Severity::warning;
  lax.scope.kinds = {Kind::automation};
  lax.waivers = {{{"automation:a"}, "ann", "later", "2026-12-31", {}}};
  const std::string rule = "policy.rules []: the policy's rule golden.current would change from ";
  const std::string lax_text =
      "warning kind [automation] cases 20 baseline_age 180d, waived for [automation:a] until "
      "2026-12-31 by ann (later)";
  const std::string strict_text = "error tier [critical, standard] cases 20 baseline_age 180d";
  const auto with = [](const Rule& one) {
    Inventory inventory;
    inventory.policy.rules = {one};
    return inventory;
  };
  CHECK(proposed(with(strict), with(lax)) == rule + strict_text + " to " + lax_text + "\n");
  CHECK(proposed({}, with(strict)) == rule + "nothing to " + strict_text + "\n");
  CHECK(proposed(with(strict), {}) == rule + strict_text + " to nothing\n");
  Rule moved = strict;
  moved.place = {"tidemark.yaml", 9, 9};
  CHECK(proposed(with(strict), with(moved)) == "");
  const auto found = proposals_between(world_of({}, {}), world_of(with(strict), {}));
  REQUIRE(found.size() == 1);
  CHECK(to_string(found[0].place) == "tidemark.yaml:4:5");
}

TEST_CASE("a pin that comes, goes or names other bytes is a proposal") {
  Inventory before, after;
  before.plugins = {{"gone", "/p/gone.so", "11", {}},
                    {"same", "/p/same.so", "22", {}},
                    {"other", "/p/other.so", "33", {}}};
  after.plugins = {{"new", "/p/new.so", "44", {}},
                   {"same", "/p/same.so", "22", {"moved", 1, 1}},
                   {"other", "/p/other.so", "55", {}}};
  CHECK(proposed(before, after) ==
        "plugins.pin []: the pin of the plugin gone would change from /p/gone.so sha256:11 to "
        "nothing\n"
        "plugins.pin []: the pin of the plugin new would change from nothing to /p/new.so "
        "sha256:44\n"
        "plugins.pin []: the pin of the plugin other would change from /p/other.so sha256:33 to "
        "/p/other.so sha256:55\n");
}

TEST_CASE(
    "a plugin's other bytes are a proposal of whom it runs or compares, another place is not") {
  Entity router = replayed();
  router.replay->runner.plugin = "runs";
  router.replay->compare.push_back({"compares", "", false, "{}"});
  Inventory before = inventory_of({router, replayed("automation:other")}), after = before;
  before.plugins = {{"compares", "c.so", "1111111111", {}}, {"runs", "r.so", "2222222222", {}}};
  after.plugins = {{"compares", "c.so", "3333333333", {}}, {"runs", "new/r.so", "2222222222", {}}};
  const std::string moved =
      "plugins.pin []: the pin of the plugin runs would change from r.so sha256:2222222222 to "
      "new/r.so sha256:2222222222\n";
  CHECK(
      proposed(before, after) ==
      "plugins.pin []: the pin of the plugin compares would change from c.so sha256:1111111111 to "
      "c.so sha256:3333333333\n" +
          moved +
          "plugins.pin [router]: the plugin compares that compares its outputs would change from "
          "sha256:11111111 to sha256:33333333\n");
  after.plugins = {{"compares", "c.so", "1111111111", {}}, {"runs", "r.so", "4444444444", {}}};
  CHECK(proposed(before, after)
            .find("plugins.pin [router]: the plugin runs that runs it would "
                  "change from sha256:22222222 to sha256:44444444\n") != std::string::npos);
}

TEST_CASE("an automation that is renamed is one removed and one added") {
  CHECK(proposed(inventory_of({replayed("automation:old")}),
                 inventory_of({replayed("automation:new")})) ==
        "automation.added [new]: automation:new is new: it is judged by its own rules\n"
        "automation.removed [old]: automation:old would no longer be watched\n");
  CHECK(proposed(inventory_of({entity_of("model:old")}), inventory_of({entity_of("model:new")})) ==
        "");
}

TEST_CASE("a replay that goes away or comes is a proposal") {
  CHECK(proposed_by([](Entity& e) { e.replay.reset(); }) ==
        "replay.removed [router]: it would no longer be replayed\n");
  CHECK(proposed(inventory_of({entity_of("automation:router")}), inventory_of({replayed()})) ==
        "replay.added [router]: it would be replayed by rules of its own, which are new\n");
}

TEST_CASE("how the automation is run is the judge's") {
  const std::string rule = "runner.changed [router]: the runner's ";
  CHECK(proposed_by([](Entity& e) { e.replay->runner.plugin = "http"; }) ==
        rule + "plugin would change from process to http\n");
  CHECK(proposed_by([](Entity& e) { e.replay->runner.config = R"({"command":["rm"]})"; }) ==
        rule + "command would change from nothing to [\"rm\"]\n");
  CHECK(proposed_by([](Entity& e) { e.replay->runner.environment = {"HOME"}; }) ==
        rule + "env would change from nothing to [HOME]\n");
  CHECK(proposed_by([](Entity& e) { e.replay->runner.timeout = std::chrono::hours(1); }) ==
        rule + "timeout would change from 30s to 1h\n");
}

TEST_CASE("of a runner's settings those are told that are others") {
  const std::string rule = "runner.changed [router]: the runner's ";
  const std::string late(300, 'x');
  const auto chat = [](const std::string& model, const std::string& system) {
    return R"({"env":{"MODEL":")" + model + R"("},"system":")" + system + R"("})";
  };
  const auto proposed_from = [&](const std::string& before, const std::string& after) {
    Entity old = replayed(), now = replayed();
    old.replay->runner.config = before;
    now.replay->runner.config = after;
    return proposed(inventory_of({old}), inventory_of({now}));
  };
  CHECK(proposed_from(chat("a", "be kind"), chat("b", "be kind")) ==
        rule + "env/MODEL would change from \"a\" to \"b\"\n");
  const std::string seen(66, 'x');
  CHECK(proposed_from(chat("a", late + "1"), chat("a", late + "2")) ==
        rule + "system would change from …" + seen + "1\" to …" + seen + "2\"\n");
}

TEST_CASE("no setting of a runner hides behind others, nor behind a name") {
  const std::string rule = "runner.changed [router]: the runner's ";
  const auto proposed_from = [&](const std::string& before, const std::string& after) {
    Entity old = replayed(), now = replayed();
    old.replay->runner.config = before;
    now.replay->runner.config = after;
    return proposed(inventory_of({old}), inventory_of({now}));
  };
  const auto asking = [](const char* value, const char* url) {
    return std::string(R"({"headers":{"a":)") + value + R"(,"b":)" + value + R"(,"c":)" + value +
           R"(,"d":)" + value + R"(},"url":")" + url + R"("})";
  };
  CHECK(proposed_from(asking("1", "https://a"), asking("2", "https://b")) ==
        rule + "headers would change in more places than these\n" + rule +
            "headers/a would change from 1 to 2\n" + rule + "headers/b would change from 1 to 2\n" +
            rule + "headers/c would change from 1 to 2\n" + rule +
            "url would change from \"https://a\" to \"https://b\"\n");
  CHECK(proposed_from("{}", R"-({"x would change from 1 to 2 (a label)":3})-") ==
        rule + "\"x would change from 1 to 2 (a label)\" would change from nothing to 3\n");
}

TEST_CASE("how outputs are compared is the judge's") {
  CHECK(proposed_by([](Entity& e) { e.replay->compare[0].comparator = "always"; }) ==
        "compare.changed [router]: the comparison would change from [label at /queue primary] to "
        "[always at /queue primary]\n");
  CHECK(proposed_by([](Entity& e) {
          e.replay->scrub = {{"/queue", "", ""}};
        }) ==
        "scrub.changed [router]: the scrubbing would change from nothing to [remove /queue]\n");
}

TEST_CASE("when a change blocks is the judge's") {
  CHECK(proposed_by([](Entity& e) { e.replay->gate.margin = 1; }) ==
        "gate.margin [router]: the gate's margin would change from 0.1 to 1\n");
  CHECK(proposed_by([](Entity& e) { e.replay->gate.min_score = 0.25; }) ==
        "gate.min_score [router]: the gate's min_score would change from 0.5 to 0.25\n");
  CHECK(
      proposed_by([](Entity& e) { e.replay->gate.within_margin = WithinMargin::pass; }) ==
      "gate.within_margin [router]: the gate's within_margin would change from nothing to pass\n");
  CHECK(proposed_by([](Entity& e) { e.deterministic = true; }) ==
        "deterministic.changed [router]: deterministic would change from false to true\n");
  CHECK(proposed_by([](Entity& e) { e.tier = Tier::experimental; }) ==
        "tier.changed [router]: the tier would change from standard to experimental\n");
}

TEST_CASE("who may accept is the judge's") {
  CHECK(proposed_by([](Entity& e) {
          e.owners = {"me@x", "me@x", ""};
        }) ==
        "owners.changed [router]: the operational owner would change from nothing to me@x\n"
        "owners.changed [router]: the technical owner would change from nothing to me@x\n");
}

TEST_CASE("golden sets and baselines are proposals by content and by path") {
  const Inventory inventory = inventory_of({replayed()});
  CHECK(text_of(proposals_between(world_of(inventory, {{"golden/router.jsonl", was_blob},
                                                       {"golden/router.baseline.jsonl", is_blob}}),
                                  world_of(inventory, {{"golden/router.jsonl", is_blob}}))) ==
        "baseline.changed [router]: the baseline would change from bbbbbbbb to nothing\n"
        "golden.changed [router]: the golden set would change from aaaaaaaa to bbbbbbbb\n");

  Entity moved = replayed();
  moved.replay->golden = "easy.jsonl";
  moved.replay->baseline = "easy.baseline.jsonl";
  CHECK(text_of(proposals_between(world_of(inventory, {{"golden/router.jsonl", was_blob}}),
                                  world_of(inventory_of({moved}), {{"easy.jsonl", was_blob}}))) ==
        "baseline.path [router]: the baseline's path would change from "
        "golden/router.baseline.jsonl to easy.baseline.jsonl\n"
        "golden.path [router]: the golden set's path would change from golden/router.jsonl to "
        "easy.jsonl\n");
}

TEST_CASE("an acceptance is no proposal") {
  const Inventory inventory = inventory_of({replayed()});
  CHECK(text_of(proposals_between(
            world_of(inventory, {}),
            world_of(inventory, {{"tidemark.acceptances.jsonl", was_blob}}))) == "");
}

TEST_CASE("that something no longer floats is proposed to all that stand on it") {
  Entity floating = entity_of("model:m");
  floating.floating = true;
  Entity service = entity_of("service:s"), router = replayed();
  service.uses = {{floating.id, {}}};
  router.uses = {{service.id, {}}};
  const Entity still = entity_of("model:m");
  const auto world = [&](const Entity& model) {
    return world_of(inventory_of({router, model, service, replayed("automation:other")}), {});
  };
  CHECK(text_of(proposals_between(world(floating), world(still))) ==
        "floating.removed [router]: model:m would no longer float\n");
  CHECK(text_of(proposals_between(world(still), world(floating))) == "");
}

TEST_CASE("a proposal knows its place") {
  Entity before = replayed(), after = replayed();
  after.replay->gate.margin = 0.2;
  after.replay->place = {"tidemark.yaml", 12, 5};
  const auto proposals =
      proposals_between(world_of(inventory_of({before}), {}), world_of(inventory_of({after}), {}));
  REQUIRE(proposals.size() == 1);
  CHECK(to_string(proposals[0].place) == "tidemark.yaml:12:5");
  CHECK(to_string(proposals[0].automation) == "automation:router");
}
