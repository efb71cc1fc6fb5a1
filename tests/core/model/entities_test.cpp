#include "core/model/entities.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/model/inventory.hpp"

namespace tidemark {
namespace {

Entity named(const std::string& name) {
  Entity entity;
  entity.id = {Kind::system, name};
  return entity;
}

std::string names(const Entities& entities) {
  std::string text;
  for (const Entity& entity : entities) text += entity.id.name + ' ';
  return text;
}

TEST_CASE("a copy shares the entities until one of them is edited") {
  Entities one = {named("a"), named("b"), named("c")};
  const Entities other = one;
  CHECK(&one[1] == &other[1]);
  one.edit(1).id.name = "x";
  CHECK(names(one) == "a x c ");
  CHECK(names(other) == "a b c ");
  CHECK(&one[0] == &other[0]);
}

TEST_CASE("an entity that was pointed to stays what it was") {
  Entities entities;
  entities.push_back(named("a"));
  const Entities keeps = entities;
  const Entity* before = &entities.front();
  entities.edit(0).id.name = "b";
  CHECK(before->id.name == "a");
  CHECK(entities.front().id.name == "b");
}

TEST_CASE("lists are put together from what they share") {
  const auto shared =
      std::make_shared<const std::vector<Entity>>(std::vector<Entity>{named("b"), named("c")});
  Entities one, other;
  one.push_back(named("a"));
  one.append(shared);
  other.append(shared);
  other.emplace_back().id.name = "d";
  CHECK(names(one) == "a b c ");
  CHECK(names(other) == "b c d ");
  CHECK(&one[2] == &other[1]);
  const auto b =
      std::find_if(one.begin(), one.end(), [](const Entity& e) { return e.id.name == "b"; });
  CHECK(b - one.begin() == 1);
}

TEST_CASE("an inventory finds its entities by id, and where they stand") {
  Inventory inventory;
  inventory.entities = {named("a"), named("c")};
  CHECK(inventory.find({Kind::system, "c"}) == &inventory.entities[1]);
  CHECK(inventory.find({Kind::system, "b"}) == nullptr);
  CHECK(inventory.find({Kind::system, "d"}) == nullptr);
  CHECK(inventory.position_of({Kind::system, "c"}) == 1);
}

}  // namespace
}  // namespace tidemark
