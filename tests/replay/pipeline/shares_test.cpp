#include "replay/pipeline/shares.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace tidemark::pipeline {
namespace {

Entity entity(Kind kind, const std::string& name, const std::vector<EntityId>& uses = {}) {
  Entity one;
  one.id = {kind, name};
  for (const EntityId& target : uses) one.uses.push_back({target, {}});
  return one;
}

/// `automation:a` run by `plugin`, over whatever `others` are.
Inventory inventory_of(const std::string& plugin, const std::vector<EntityId>& uses,
                       std::vector<Entity> others) {
  Entity automation = entity(Kind::automation, "a", uses);
  automation.replay.emplace();
  automation.replay->runner.plugin = plugin;
  automation.replay->runner.concurrency = 4;
  others.push_back(automation);
  std::sort(others.begin(), others.end(),
            [](const Entity& x, const Entity& y) { return x.id < y.id; });
  Inventory inventory;
  inventory.entities = std::move(others);
  return inventory;
}

/// `name (in flight, per minute)`, one a line.
std::string shares_in(const Inventory& inventory) {
  std::string text;
  for (const run::Share& one : shares_of(inventory, *inventory.find({Kind::automation, "a"}))) {
    text += one.name;
    if (one.bounds.in_flight != run::unbounded) {
      text += " " + std::to_string(one.bounds.in_flight) + " in flight";
    }
    if (one.bounds.per_minute > 0) {
      text += " " + std::to_string(static_cast<int>(one.bounds.per_minute)) + " a minute";
    }
    text += "\n";
  }
  return text;
}

const EntityId model{Kind::model, "m"}, vendor{Kind::vendor, "v"}, package{Kind::package, "p"};

TEST_CASE("a runner that starts programs shares this machine, one that waits for others does not") {
  CHECK(shares_in(inventory_of("process", {}, {})) == "this machine 4 in flight\n");
  CHECK(shares_in(inventory_of("http", {}, {})).empty());
  CHECK(shares_in(inventory_of("chat", {}, {})).empty());
}

TEST_CASE("runners share the vendor of what answers their calls, however far away") {
  const EntityId prompt{Kind::prompt, "q"};
  CHECK(shares_in(inventory_of("chat", {prompt},
                               {entity(Kind::prompt, "q", {model}),
                                entity(Kind::model, "m", {vendor}), entity(Kind::vendor, "v")})) ==
        "vendor:v\n");
}

TEST_CASE("who supplies a package answers no calls") {
  CHECK(shares_in(inventory_of("chat", {package},
                               {entity(Kind::package, "p", {vendor}), entity(Kind::vendor, "v")}))
            .empty());
}

TEST_CASE("a rate limit of the inventory is kept by all together") {
  Entity limited = entity(Kind::model, "m", {vendor});
  limited.attributes["rate_limit.requests"] = "50";
  limited.attributes["rate_limit.per"] = "10s";
  CHECK(shares_in(inventory_of("chat", {model}, {limited, entity(Kind::vendor, "v")})) ==
        "model:m 300 a minute\nvendor:v\n");
}

TEST_CASE("an outage can be of what is not in the repository, and of whoever supplies it") {
  Entity local = entity(Kind::model, "local", {vendor});
  local.files = {"models/local"};
  const Inventory inventory =
      inventory_of("http", {{Kind::service, "s"}, {Kind::model, "local"}, package},
                   {entity(Kind::service, "s", {{Kind::system, "t"}}), entity(Kind::system, "t"),
                    local, entity(Kind::package, "p", {{Kind::vendor, "w"}}),
                    entity(Kind::vendor, "v"), entity(Kind::vendor, "w")});
  CHECK(servers_of(inventory, *inventory.find({Kind::automation, "a"})) ==
        std::vector<std::string>{"service:s", "system:t", "vendor:v"});
}

TEST_CASE("a cycle of uses ends") {
  CHECK(shares_in(inventory_of("chat", {model},
                               {entity(Kind::model, "m", {{Kind::service, "s"}}),
                                entity(Kind::service, "s", {model, vendor}),
                                entity(Kind::vendor, "v")})) == "vendor:v\n");
}

}  // namespace
}  // namespace tidemark::pipeline
