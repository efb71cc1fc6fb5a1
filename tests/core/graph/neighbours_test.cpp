#include "core/graph/neighbours.hpp"

#include <doctest/doctest.h>

#include "tests/kit/graphs.hpp"

namespace tidemark {
namespace {

using Position = Neighbours::Position;

Position place(const Inventory& inventory, const std::string& name) {
  return static_cast<Position>(inventory.position_of(test::id_of(name)));
}

std::string reached(const std::string& graph, const std::vector<std::string>& names,
                    Direction direction, std::uint32_t most = Neighbours::any_distance) {
  const Inventory inventory = test::inventory_of(graph);
  std::vector<Position> starts;
  for (const std::string& name : names) starts.push_back(place(inventory, name));
  std::string text;
  for (const auto& step : Neighbours(inventory).reached(starts, direction, most)) {
    text += (text.empty() ? "" : " ") + inventory.entities[step.entity].id.name +
            std::to_string(step.distance);
  }
  return text;
}

/// The ways, one a line, and what cut them.
std::string ways(const std::string& graph, const std::string& from, const std::string& to,
                 const WaysLimits& limits = {}) {
  const Inventory inventory = test::inventory_of(graph);
  const Ways found =
      ways_between(Neighbours(inventory), place(inventory, from), place(inventory, to), limits);
  const char* const cuts[] = {"all", "more ways", "longer ways", "more steps"};
  std::string text;
  for (const auto& way : found.ways) {
    for (const Position one : way) text += inventory.entities[one].id.name;
    text += ' ';
  }
  return text + cuts[static_cast<int>(found.cut)];
}

/// A ladder of `steps` diamonds from a0: 2^steps ways lead to its end.
std::string diamonds(int steps) {
  std::string text;
  for (int i = 0; i < steps; ++i) {
    const std::string n = std::to_string(i), next = std::to_string(i + 1);
    text += "a" + n + " <- b" + n + ", c" + n + "\nb" + n + " <- a" + next + "\nc" + n + " <- a" +
            next + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("what is reached from many is as far as from the nearest of them") {
  const std::string graph = "a <- b\nb <- c\nc <- d\nx <- d\n";
  CHECK(reached(graph, {"a", "c"}, Direction::uses) == "a0 c0 b1 d1");
  CHECK(reached(graph, {"d"}, Direction::users) == "d0 c1 x1 b2 a3");
  CHECK(reached(graph, {"d"}, Direction::users, 1) == "d0 c1 x1");
  CHECK(reached(graph, {"d"}, Direction::users, 0) == "d0");
  CHECK(reached(graph, {}, Direction::users) == "");
  CHECK(reached(graph, {"a", "a"}, Direction::uses, 1) == "a0 b1");
}

TEST_CASE("neighbours are ascending and unique, and a cycle is walked once") {
  const Inventory inventory = test::inventory_of("a <- c, b, c, a\nb <- a\n");
  const Neighbours neighbours(inventory);
  REQUIRE(neighbours.size() == 3);
  const auto uses = neighbours.of(0, Direction::uses);
  CHECK(std::vector(uses.begin(), uses.end()) == std::vector<Position>{0, 1, 2});
  const auto users = neighbours.of(0, Direction::users);
  CHECK(std::vector(users.begin(), users.end()) == std::vector<Position>{0, 1});
  CHECK(neighbours.of(2, Direction::uses).empty());
  CHECK(reached("a <- b\nb <- a\n", {"a"}, Direction::uses) == "a0 b1");
  CHECK(Neighbours(Inventory{}).size() == 0);
}

TEST_CASE("a use of an entity that the inventory has not is no neighbour") {
  Inventory inventory = test::inventory_of("a <- b\n");
  inventory.entities = {inventory.entities.front()};
  CHECK(Neighbours(inventory).of(0, Direction::uses).empty());
}

TEST_CASE("every way is found once, the shortest first") {
  CHECK(ways("a <- b, c\nb <- d\nc <- d\n", "a", "d") == "abd acd all");
  CHECK(ways("a <- b, d\nb <- c\nc <- d\n", "a", "d") == "ad abcd all");
  CHECK(ways("a <- b\n", "b", "a") == "all");
  CHECK(ways("a <- b\n", "a", "a") == "a all");
  CHECK(ways("a <- a, b\n", "a", "b") == "ab all");
}

TEST_CASE("a way meets no entity twice") {
  CHECK(ways("a <- b\nb <- a, c\nc <- b, d\n", "a", "d") == "abcd all");
  CHECK(ways("a <- b, c\nb <- c, d\nc <- b, d\n", "a", "d") == "abd acd abcd acbd all");
}

TEST_CASE("the search says which limit cut it") {
  const std::string two = "a <- b, c\nb <- d\nc <- d\n";
  CHECK(ways(two, "a", "d", {.ways = 2}) == "abd acd all");
  CHECK(ways(two, "a", "d", {.ways = 1}) == "abd more ways");
  CHECK(ways(two, "a", "d", {.ways = 0}) == "more ways");
  CHECK(ways("a <- b, d\nb <- c\nc <- d\n", "a", "d", {.length = 2}) == "ad longer ways");
  CHECK(ways("a <- b\nb <- c\n", "a", "c", {.length = 1}) == "longer ways");
  CHECK(ways(two, "a", "d", {.steps = 1}) == "more steps");
}

TEST_CASE("a graph with more ways than anybody could list costs what the limits say") {
  const std::string ladder = diamonds(60);
  CHECK(ways(ladder, "a0", "a60", {.length = 119}) == "longer ways");
  const std::string some = ways(ladder, "a0", "a60", {.ways = 3, .length = 200});
  CHECK(some.ends_with("more ways"));
  CHECK(std::count(some.begin(), some.end(), ' ') == 4);
}

}  // namespace tidemark
