#include "core/change/explain.hpp"

#include <doctest/doctest.h>

#include "tests/core/change/kit.hpp"

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::change;

namespace {

using Texts = std::map<std::string, std::string>;

/// `path how (was): standing, entity rule; ...` per path, one a line.
std::string explained(const World& before, const World& after) {
  std::string text;
  for (const auto& one : explain(before, after, changes_between(before, after))) {
    text += one.path + " " + one.how + (one.was.empty() ? "" : " (" + one.was + ")") + ": " +
            std::string(to_string(one.standing));
    for (const auto& rule : one.rules) text += ", " + to_string(rule.entity) + " " + rule.rule;
    text += one.ignored_by.empty() ? "\n" : ", " + one.ignored_by + "\n";
  }
  return text;
}

std::string explained(const Inventory& inventory, const Texts& before, const Texts& after) {
  return explained(readable_world_of(inventory, before), readable_world_of(inventory, after));
}

}  // namespace

TEST_CASE("every changed path has its rule, the last that names it") {
  const Inventory inventory = inventory_of(
      {entity_of("prompt:a", {"prompts/**", "!prompts/x/**", "prompts/*.md"}), replayed()});
  CHECK(explained(
            inventory,
            {{"prompts/a.md", "1"}, {"prompts/b", "1"}, {"prompts/x/c", "1"}, {"README.md", "1"}},
            {{"prompts/a.md", "2"},
             {"prompts/b", "2"},
             {"prompts/x/c", "2"},
             {"README.md", "2"},
             {"golden/router.jsonl", "1"}}) ==
        "README.md changed: ignored, README*\n"
        "golden/router.jsonl added: claimed, automation:router golden\n"
        "prompts/a.md changed: claimed, prompt:a prompts/*.md\n"
        "prompts/b changed: claimed, prompt:a prompts/**\n"
        "prompts/x/c changed: unclassified\n");
}

TEST_CASE("a rename is told when the content leaves no doubt") {
  const Inventory inventory = inventory_of({entity_of("prompt:a", {"p/*"})});
  CHECK(explained(inventory, {{"p/a", "text"}}, {{"p/b", "text"}}) ==
        "p/a removed: claimed, prompt:a p/*\n"
        "p/b added (p/a): claimed, prompt:a p/*\n");
  CHECK(explained(inventory, {{"p/a", "text"}}, {{"p/b", "text"}, {"p/c", "text"}}) ==
        "p/a removed: claimed, prompt:a p/*\n"
        "p/b added: claimed, prompt:a p/*\n"
        "p/c added: claimed, prompt:a p/*\n");
}

TEST_CASE("what the head alone claims is told, and stays unclassified") {
  const auto before = readable_world_of(inventory_of({}), {{"a", "1"}});
  const auto after = readable_world_of(inventory_of({entity_of("model:m", {"a"})}), {{"a", "2"}});
  CHECK(explained(before, after) == "a changed: unclassified, model:m a\n");
}

TEST_CASE("a lock file whose packages the inventory knows is theirs") {
  const Inventory inventory = inventory_of({entity_of("package:left")});
  CHECK(explained(inventory, {{"requirements.txt", "left==1\n"}},
                  {{"requirements.txt", "left==2\n"}}) ==
        "requirements.txt changed: claimed, package:left package\n");
}

TEST_CASE("a lock file may reach everything while one moved package is unknown to the base") {
  const Inventory base = inventory_of({entity_of("package:left")});
  const Inventory head = inventory_of({entity_of("package:left"), entity_of("package:right")});
  const Texts old = {{"requirements.txt", "left==1\nright==1\n"}},
              now = {{"requirements.txt", "left==2\nright==2\n"}};
  CHECK(explained(readable_world_of(base, old), readable_world_of(head, now)) ==
        "requirements.txt changed: unclassified, package:left package, package:right package\n");
  CHECK(explained(readable_world_of(head, old), readable_world_of(head, now)) ==
        "requirements.txt changed: claimed, package:left package, package:right package\n");
}

TEST_CASE("a lock file that only looks otherwise, or cannot be read, is nobody's") {
  const Inventory inventory = inventory_of({entity_of("package:left")});
  CHECK(explained(inventory, {{"requirements.txt", "left==1\n"}},
                  {{"requirements.txt", "left==1\n\n"}}) ==
        "requirements.txt changed: unclassified\n");
  CHECK(explained(inventory, {{"package-lock.json", "{}"}}, {{"package-lock.json", "{"}}) ==
        "package-lock.json changed: unclassified\n");
}

TEST_CASE("a new and a lost lock file move all of their packages") {
  const Inventory inventory = inventory_of({entity_of("package:left")});
  const auto none = readable_world_of(inventory, {}),
             one = readable_world_of(inventory, {{"requirements.txt", "left==1\n"}});
  CHECK(text_of(changes_between(none, one).changes) ==
        "package:left package requirements.txt: none -> 1 (risky)\n");
  CHECK(text_of(changes_between(one, none).changes) ==
        "package:left package requirements.txt: 1 -> none (risky)\n");
}
