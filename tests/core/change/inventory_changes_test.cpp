#include <doctest/doctest.h>

#include <functional>

#include "tests/core/change/kit.hpp"

using namespace tidemark;
using namespace tidemark::test;
using change::inventory_changes;

namespace {

/// What an edit of the replayed automation `router` is seen as.
std::string seen(const std::function<void(Entity&)>& edit) {
  const Inventory before = inventory_of({replayed(), entity_of("model:m")});
  Entity router = replayed();
  edit(router);
  return text_of(inventory_changes(before, inventory_of({router, entity_of("model:m")})));
}

}  // namespace

TEST_CASE("an inventory that says the same has no changes") {
  CHECK(seen([](Entity&) {}) == "");
  CHECK(seen([](Entity& router) {
          router.place = {"moved.yaml", 7, 3};
          router.replay->place = {"moved.yaml", 9, 5};
        }) == "");
}

TEST_CASE("an added entity is unknown, a removed one is breaking") {
  const Inventory one = inventory_of({entity_of("model:a")});
  const Inventory other = inventory_of({entity_of("model:b")});
  CHECK(text_of(inventory_changes(one, other)) ==
        "model:a entity: model:a -> none (breaking)\n"
        "model:b entity: none -> model:b (unknown)\n");
}

TEST_CASE("what people read is benign") {
  CHECK(seen([](Entity& e) { e.title = "Routes"; }) ==
        "automation:router title: none -> Routes (benign)\n");
  CHECK(seen([](Entity& e) {
          e.tags = {"eu", "support"};
        }) == "automation:router tags: none -> [eu, support] (benign)\n");
  CHECK(seen([](Entity& e) { e.review_every = "30d"; }) ==
        "automation:router review: none -> 30d (benign)\n");
  CHECK(seen([](Entity& e) {
          e.owners = {"a@x", "b@x", "c@x"};
        }) ==
        "automation:router owners.escalation: none -> c@x (benign)\n"
        "automation:router owners.operational: none -> b@x (benign)\n"
        "automation:router owners.technical: none -> a@x (benign)\n");
}

TEST_CASE("terms, thresholds and reviews are benign, a probe is not") {
  CHECK(seen([](Entity& e) { e.review_last = "2026-10-01"; }) ==
        "automation:router review.last: none -> 2026-10-01 (benign)\n");
  CHECK(seen([](Entity& e) {
          e.attributes = {{"alerts.latency", "5s"}, {"contract.until", "2026-10-01"}};
        }) ==
        "automation:router alerts.latency: none -> 5s (benign)\n"
        "automation:router contract.until: none -> 2026-10-01 (benign)\n");
  CHECK(seen([](Entity& e) {
          e.probe = {"http", "https://a.example", "KEY", std::chrono::hours(1), "{\"a\":1}"};
        }) ==
        "automation:router probe: none -> http url https://a.example key_env KEY every 1h "
        "{\"a\":1} (unknown)\n");
}

TEST_CASE("what is said of a use is a change of the user that names the target") {
  const auto with = [](UseDetail detail) {
    Entity user = entity_of("automation:router");
    user.uses = {{id_of("model:m"), {}, std::make_shared<UseDetail>(std::move(detail))}};
    return inventory_of({user, entity_of("model:m")});
  };
  const UseDetail plain, full{"drafts", Criticality::soft, {"/a", "GET /b"}, "2026-01-01"};
  CHECK(text_of(inventory_changes(with(plain), with(full))) ==
        "automation:router use.criticality: model:m hard -> model:m soft (unknown)\n"
        "automation:router use.parts: none -> model:m [/a, GET /b] (unknown)\n"
        "automation:router use.purpose: none -> model:m drafts (benign)\n"
        "automation:router use.since: none -> model:m 2026-01-01 (benign)\n");
  CHECK(text_of(inventory_changes(with(full), with(full))) == "");
}

TEST_CASE("what an automation stands on is risky") {
  CHECK(seen([](Entity& e) { e.version = "2"; }) ==
        "automation:router version: none -> 2 (risky)\n");
  CHECK(seen([](Entity& e) {
          e.files = {"a/**", "!a/b"};
        }) == "automation:router files: none -> [a/**, !a/b] (risky)\n");
  CHECK(seen([](Entity& e) {
          e.uses = {{id_of("model:m"), {}}};
        }) == "automation:router use: none -> model:m (risky)\n");
}

TEST_CASE("a use that goes away is a change of the user") {
  Entity user = entity_of("automation:router");
  user.uses = {{id_of("model:m"), {}}};
  const Inventory before = inventory_of({user, entity_of("model:m")});
  const Inventory after = inventory_of({entity_of("automation:router"), entity_of("model:m")});
  CHECK(text_of(inventory_changes(before, after)) ==
        "automation:router use: model:m -> none (risky)\n");
}

TEST_CASE("every other attribute is of unknown effect") {
  CHECK(seen([](Entity& e) { e.tier = Tier::experimental; }) ==
        "automation:router tier: standard -> experimental (unknown)\n");
  CHECK(seen([](Entity& e) { e.floating = true; }) ==
        "automation:router floating: false -> true (unknown)\n");
  CHECK(seen([](Entity& e) { e.deterministic = true; }) ==
        "automation:router deterministic: false -> true (unknown)\n");
  CHECK(seen([](Entity& e) { e.attributes["endpoint"] = "https://a.example"; }) ==
        "automation:router endpoint: none -> https://a.example (unknown)\n");
  CHECK(seen([](Entity& e) { e.attributes["licence"] = ""; }) ==
        "automation:router licence: none -> none (unknown)\n");
}

TEST_CASE("how an automation is run is risky") {
  const std::string runner = "automation:router replay.runner.";
  CHECK(seen([](Entity& e) { e.replay->runner.plugin = "http"; }) ==
        runner + "plugin: process -> http (risky)\n");
  CHECK(seen([](Entity& e) { e.replay->runner.config = R"({"command":["x"]})"; }) ==
        runner + "config: {} -> {\"command\":[\"x\"]} (risky)\n");
  CHECK(seen([](Entity& e) { e.replay->runner.timeout = std::chrono::milliseconds(5000); }) ==
        runner + "timeout: 30s -> 5s (risky)\n");
  CHECK(seen([](Entity& e) { e.replay->runner.environment = {"KEY"}; }) ==
        runner + "environment: none -> [KEY] (risky)\n");
  CHECK(seen([](Entity& e) { e.replay->runner.concurrency = 8; }) ==
        runner + "concurrency: 1 -> 8 (risky)\n");
  CHECK(seen([](Entity& e) { e.replay->runner.idempotent = false; }) ==
        runner + "idempotent: true -> false (risky)\n");
}

TEST_CASE("how behaviour is measured is of unknown effect") {
  const std::string replay = "automation:router replay.";
  CHECK(seen([](Entity& e) { e.replay->golden = "g"; }) ==
        replay + "golden: golden/router.jsonl -> g (unknown)\n");
  CHECK(seen([](Entity& e) { e.replay->baseline = "b"; }) ==
        replay + "baseline: golden/router.baseline.jsonl -> b (unknown)\n");
  CHECK(seen([](Entity& e) {
          e.replay->compare.push_back({"number", "/p", false, "{\"t\":1}"});
        }) == replay +
                  "compare: [label at /queue primary] -> [label at /queue primary, number at /p "
                  "{\"t\":1}] (unknown)\n");
  CHECK(seen([](Entity& e) {
          e.replay->scrub = {{"/id", "", ""}, {"", "[0-9]+", "N"}};
        }) ==
        replay + "scrub: none -> [remove /id, replace [0-9]+ in the output with N] (unknown)\n");
  CHECK(seen([](Entity& e) { e.replay->gate.margin = 0.3; }) ==
        replay + "gate.margin: 0.1 -> 0.3 (unknown)\n");
  CHECK(seen([](Entity& e) { e.replay->gate.min_score = 0; }) ==
        replay + "gate.min_score: 0.5 -> 0 (unknown)\n");
  CHECK(seen([](Entity& e) { e.replay->gate.within_margin = WithinMargin::pass; }) ==
        replay + "gate.within_margin: none -> pass (unknown)\n");
}

TEST_CASE("a replay that comes or goes is a change") {
  CHECK(seen([](Entity& e) { e.replay.reset(); }) ==
        "automation:router replay: golden/router.jsonl -> none (unknown)\n");
  const Inventory without = inventory_of({entity_of("automation:router")});
  CHECK(text_of(inventory_changes(without, inventory_of({replayed()}))) ==
        "automation:router replay: none -> golden/router.jsonl (unknown)\n");
}

TEST_CASE("a change knows its place in the newer inventory, a removal in the older one") {
  Entity old = entity_of("model:m"), now = entity_of("model:m"), gone = entity_of("model:gone");
  old.place = {"a.yaml", 1, 1};
  now.place = {"b.yaml", 2, 2};
  now.version = "2";
  gone.place = {"a.yaml", 3, 3};
  const auto changes = inventory_changes(inventory_of({old, gone}), inventory_of({now}));
  REQUIRE(changes.size() == 2);
  CHECK(to_string(changes[0].place) == "a.yaml:3:3");
  CHECK(to_string(changes[1].place) == "b.yaml:2:2");
}
