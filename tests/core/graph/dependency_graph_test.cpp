#include "core/graph/dependency_graph.hpp"

#include <doctest/doctest.h>

#include "tests/kit/graphs.hpp"

using namespace tidemark;
using tidemark::test::id_of;
using tidemark::test::inventory_of;
using tidemark::test::joined;

namespace {

std::string names(const std::vector<DependencyGraph::Reached>& reached) {
  std::string text;
  for (const auto& one : reached) {
    text += (text.empty() ? "" : ", ") + joined({one.entity}) + "@" + std::to_string(one.distance);
  }
  return text;
}

Inventory chain(std::size_t length) {
  Inventory inventory;
  for (std::size_t i = 0; i < length; ++i) {
    Entity entity;
    std::string digits = std::to_string(i);
    entity.id = {Kind::system, std::string(6 - digits.size(), '0') + digits};
    inventory.entities.push_back(entity);
  }
  for (std::size_t i = 1; i < length; ++i) {
    inventory.entities.edit(i).uses.push_back({inventory.entities[i - 1].id, {}});
  }
  return inventory;
}

}  // namespace

TEST_CASE("relatives of an entity are what it stands on, what stands on it, and itself") {
  const DependencyGraph graph(
      inventory_of("digest <- system:summary\n"
                   "system:summary <- system:store system:queue\n"
                   "other <- system:store\n"
                   "system:queue\n"
                   "system:store\n"));
  const auto has = [&](const char* of, const char* one) {
    return graph.relatives(id_of(of)).has(id_of(one));
  };
  CHECK(has("system:summary", "system:summary"));
  CHECK(has("system:summary", "digest"));
  CHECK(has("digest", "system:store"));
  CHECK(has("system:store", "other"));
  CHECK_FALSE(has("digest", "other"));
  CHECK_FALSE(has("system:queue", "system:store"));
  CHECK_FALSE(has("digest", "system:nowhere"));
  CHECK_FALSE(has("system:nowhere", "system:nowhere"));
  CHECK(graph.reached_from(id_of("system:store")).has(id_of("other")));
  CHECK_FALSE(graph.reached_from(id_of("digest")).has(id_of("system:store")));
}

TEST_CASE("ways are sorted by their length, then by the automation") {
  const DependencyGraph graph(
      inventory_of("b <- system:x\n"
                   "a <- system:y\n"
                   "c <- model:m\n"
                   "system:x <- model:m\n"
                   "system:y <- model:m\n"));
  std::string ways;
  for (const auto& way : graph.ways_to_automations({id_of("model:m")})) ways += joined(way) + "; ";
  CHECK(ways == "model:m < c; model:m < system:y < a; model:m < system:x < b; ");
}

TEST_CASE("a change reaches every transitive dependent once, nearest first") {
  const DependencyGraph graph(
      inventory_of("digest <- system:summary\n"
                   "digest <- system:mailer\n"
                   "system:summary <- model:llm\n"
                   "triage <- model:llm\n"));
  CHECK(names(graph.dependents(id_of("model:llm"))) == "triage@1, system:summary@1, digest@2");
  CHECK(names(graph.dependencies(id_of("digest"))) ==
        "system:mailer@1, system:summary@1, model:llm@2");
}

TEST_CASE("an entity that is not there has no dependents") {
  const DependencyGraph graph(inventory_of("a <- b"));
  CHECK(graph.dependents(id_of("model:none")).empty());
  CHECK(graph.path(id_of("a"), id_of("model:none")).empty());
}

TEST_CASE("a path is the shortest one, and among equals the smallest") {
  const DependencyGraph graph(
      inventory_of("a <- system:x, system:w, system:long\n"
                   "system:x <- model:m\n"
                   "system:w <- model:m\n"
                   "system:long <- system:longer\n"
                   "system:longer <- model:m\n"));
  CHECK(joined(graph.path(id_of("a"), id_of("model:m"))) == "a < system:w < model:m");
  CHECK(joined(graph.path(id_of("a"), id_of("a"))) == "a");
  CHECK(graph.path(id_of("model:m"), id_of("a")).empty());
}

TEST_CASE("ways lead from the changed entity to each automation") {
  const DependencyGraph graph(
      inventory_of("digest <- system:summary\n"
                   "system:summary <- model:llm\n"
                   "triage <- model:llm, schema:ticket\n"
                   "other <- dataset:d\n"));
  const auto ways = graph.ways_to_automations({id_of("model:llm"), id_of("schema:ticket")});
  REQUIRE(ways.size() == 2);
  CHECK(joined(ways[0], " > ") == "model:llm > triage");
  CHECK(joined(ways[1], " > ") == "model:llm > system:summary > digest");
}

TEST_CASE("a changed automation reaches itself and whoever stands on it") {
  const DependencyGraph graph(inventory_of("outer <- inner"));
  const auto ways = graph.ways_to_automations({id_of("inner")});
  REQUIRE(ways.size() == 2);
  CHECK(joined(ways[0], " > ") == "inner");
  CHECK(joined(ways[1], " > ") == "inner > outer");
}

TEST_CASE("cycles are reported by their shortest walk, along uses, and harm no question") {
  const DependencyGraph graph(inventory_of("a <- b\nb <- c\nc <- a, model:m\nself <- self\n"));
  const auto cycles = graph.cycles();
  REQUIRE(cycles.size() == 2);
  CHECK(joined(cycles[0], " uses ") == "a uses b uses c uses a");
  CHECK(joined(cycles[1], " uses ") == "self uses self");
  CHECK(names(graph.dependents(id_of("model:m"))) == "c@1, b@2, a@3");
  CHECK(names(graph.dependents(id_of("self"))) == "");
}

TEST_CASE("the union of two states keeps the ways that the change removed") {
  const Inventory before = inventory_of("a <- system:s\nsystem:s <- model:m\n");
  const Inventory after = inventory_of("a <- \nsystem:s <- \nmodel:m <- \n");
  const DependencyGraph graph(before, after);
  CHECK(joined(graph.path(id_of("a"), id_of("model:m"))) == "a < system:s < model:m");
}

TEST_CASE("a chain of 100,000 entities needs no stack") {
  const Inventory inventory = chain(100'000);
  const DependencyGraph graph(inventory);
  const EntityId first = inventory.entities.front().id;
  const EntityId last = inventory.entities[99'999].id;
  CHECK(graph.dependents(first).size() == 99'999);
  CHECK(graph.dependencies(last).size() == 99'999);
  CHECK(graph.path(last, first).size() == 100'000);
  CHECK(graph.cycles().empty());
}

TEST_CASE("a ring of 100,000 entities is one cycle and terminates") {
  Inventory inventory = chain(100'000);
  inventory.entities.edit(0).uses.push_back({inventory.entities[99'999].id, {}});
  const DependencyGraph graph(inventory);
  REQUIRE(graph.cycles().size() == 1);
  CHECK(graph.cycles().front().size() == 100'001);
  CHECK(graph.dependents(inventory.entities.front().id).size() == 99'999);
}
