#include "core/change/inventory_difference.hpp"

#include <doctest/doctest.h>

#include "tests/core/change/kit.hpp"

using namespace tidemark;
using namespace tidemark::test;
using change::difference_between;

namespace {

Entity titled(const std::string& id, const std::string& title, std::vector<std::string> uses = {}) {
  Entity entity = entity_of(id);
  entity.title = title;
  for (const std::string& target : uses) entity.uses.push_back({id_of(target), {}});
  return entity;
}

std::string renames(const Inventory& before, const Inventory& after) {
  std::string text;
  for (const auto& one : change::renames_between(before, after)) {
    text += to_string(one.from) + " -> " + to_string(one.to) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("an entity that says the same under another name was renamed") {
  CHECK(renames(inventory_of({titled("model:a", "Words")}),
                inventory_of({titled("model:b", "Words")})) == "model:a -> model:b\n");
}

TEST_CASE("renaming leaves room for less than half of what is said") {
  Entity old = titled("model:a", "Words"), now = titled("model:b", "Words");
  old.version = "1";
  now.version = "2";
  CHECK(renames(inventory_of({old}), inventory_of({now})) == "");
  old.tags = now.tags = {"eu"};
  CHECK(renames(inventory_of({old}), inventory_of({now})) == "model:a -> model:b\n");
}

TEST_CASE("nothing is guessed between two that are as alike") {
  const Inventory one = inventory_of({titled("model:a", "Words")});
  const Inventory two = inventory_of({titled("model:b", "Words"), titled("model:c", "Words")});
  CHECK(renames(one, two) == "");
  CHECK(renames(two, one) == "");
}

TEST_CASE(
    "an entity of another kind, one that says nothing, and one that is still there are no "
    "renames") {
  CHECK(renames(inventory_of({titled("model:a", "Words")}),
                inventory_of({titled("dataset:a", "Words")})) == "");
  CHECK(renames(inventory_of({entity_of("vendor:a")}), inventory_of({entity_of("vendor:b")})) ==
        "");
  CHECK(renames(inventory_of({titled("model:a", "Words")}),
                inventory_of({titled("model:a", "Words"), titled("model:b", "Words")})) == "");
}

TEST_CASE("owners alone make nobody somebody else") {
  Entity old = entity_of("vendor:a"), now = entity_of("vendor:b");
  old.owners = now.owners = {"ada", "bob", "cyd"};
  CHECK(renames(inventory_of({old}), inventory_of({now})) == "");
}

TEST_CASE("a difference goes by the new names, and what was renamed is no use lost and gained") {
  const Inventory before =
      inventory_of({titled("automation:x", "X", {"model:a"}), titled("model:a", "Words")});
  const Inventory after =
      inventory_of({titled("automation:x", "X", {"model:b"}), titled("model:b", "Words")});
  const auto difference = difference_between(before, after);
  CHECK(difference.renamed == std::vector<change::Rename>{{id_of("model:a"), id_of("model:b")}});
  CHECK(difference.uses.empty());
  CHECK(difference.added.empty());
  CHECK(difference.removed.empty());
}

TEST_CASE("an added entity brings its uses, a removed one takes them along") {
  const Inventory before =
      inventory_of({titled("automation:x", "X", {"model:a"}), entity_of("model:a")});
  const Inventory after =
      inventory_of({titled("automation:y", "Y", {"model:a"}), entity_of("model:a")});
  const auto difference = difference_between(before, after);
  CHECK(difference.added == std::vector<EntityId>{id_of("automation:y")});
  CHECK(difference.removed == std::vector<EntityId>{id_of("automation:x")});
  CHECK(text_of(difference.uses) ==
        "automation:x use: model:a -> none (risky)\n"
        "automation:y use: none -> model:a (risky)\n");
}

TEST_CASE("every change has its own place") {
  Entity old = titled("model:a", "A"), now = titled("model:a", "B");
  now.version = "2";
  now.owners.technical = "ada";
  const auto difference = difference_between(inventory_of({old}), inventory_of({now}));
  CHECK(text_of(difference.versions) == "model:a version: none -> 2 (risky)\n");
  CHECK(text_of(difference.owners) == "model:a owners.technical: none -> ada (benign)\n");
  CHECK(text_of(difference.other) == "model:a title: A -> B (benign)\n");
  CHECK(!difference.empty());
  CHECK(difference_between(inventory_of({old}), inventory_of({old})).empty());
}
