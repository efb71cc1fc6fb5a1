#include <doctest/doctest.h>

#include "tests/core/change/kit.hpp"

using namespace tidemark;
using namespace tidemark::test;
using change::changes_between;

namespace {

const std::string blob_a(40, 'a'), blob_b(40, 'b');

/// The four ways of a path that is no change: unclassified, ignored, out of scope.
std::string left_over(const ChangeSet& set) {
  return "unclassified: " + text_of(set.unclassified) + "; ignored: " + text_of(set.ignored) +
         "; out of scope: " + std::to_string(set.out_of_scope) +
         "; paths: " + std::to_string(set.paths);
}

}  // namespace

TEST_CASE("a changed file is a change of everybody who claims it") {
  const Inventory inventory = inventory_of({entity_of("prompt:greeting", {"prompts/*"}),
                                            entity_of("automation:router", {"prompts/**"})});
  const auto set = changes_between(world_of(inventory, {{"prompts/a.md", blob_a}}),
                                   world_of(inventory, {{"prompts/a.md", blob_b}}));
  CHECK(text_of(set.changes) ==
        "automation:router file prompts/a.md: aaaaaaaa -> bbbbbbbb (risky)\n"
        "prompt:greeting file prompts/a.md: aaaaaaaa -> bbbbbbbb (risky)\n");
  CHECK(left_over(set) == "unclassified: ; ignored: ; out of scope: 0; paths: 1");
}

TEST_CASE("worlds that are the same have no changes") {
  const auto world = world_of(inventory_of({replayed()}), {{"x", blob_a}});
  const auto set = changes_between(world, world);
  CHECK(text_of(set.changes) == "");
  CHECK(text_of(set.proposals) == "");
  CHECK(left_over(set) == "unclassified: ; ignored: ; out of scope: 0; paths: 0");
}

TEST_CASE("a claim that the head gives up still counts, and so does one that it takes") {
  const Inventory before = inventory_of({entity_of("prompt:a", {"prompts/a.md"})});
  const Inventory after = inventory_of({entity_of("prompt:b", {"prompts/a.md"})});
  const auto set = changes_between(world_of(before, {{"prompts/a.md", blob_a}}),
                                   world_of(after, {{"prompts/a.md", blob_b}}));
  CHECK(text_of(set.changes) ==
        "prompt:a entity: prompt:a -> none (breaking)\n"
        "prompt:a file prompts/a.md: aaaaaaaa -> bbbbbbbb (risky)\n"
        "prompt:b entity: none -> prompt:b (unknown)\n"
        "prompt:b file prompts/a.md: aaaaaaaa -> bbbbbbbb (risky)\n");
}

TEST_CASE("a renamed file is a removal and an addition") {
  const Inventory inventory = inventory_of({entity_of("prompt:a", {"prompts/**"})});
  const auto set = changes_between(world_of(inventory, {{"prompts/a.md", blob_a}}),
                                   world_of(inventory, {{"prompts/b.md", blob_a}}));
  CHECK(text_of(set.changes) ==
        "prompt:a file prompts/a.md: aaaaaaaa -> none (risky)\n"
        "prompt:a file prompts/b.md: none -> aaaaaaaa (risky)\n");
}

TEST_CASE("a changed mode is a change") {
  const Inventory inventory = inventory_of({entity_of("automation:router", {"run"})});
  const auto set = changes_between(world_of(inventory, {{"run", blob_a + "*"}}),
                                   world_of(inventory, {{"run", blob_a}}));
  CHECK(text_of(set.changes) ==
        "automation:router file run: aaaaaaaa 100755 -> aaaaaaaa 100644 (risky)\n");
}

TEST_CASE("golden sets and baselines are changes of their own kind") {
  const Inventory inventory = inventory_of({replayed()});
  const auto set = changes_between(world_of(inventory, {{"golden/router.jsonl", blob_a}}),
                                   world_of(inventory, {{"golden/router.jsonl", blob_b},
                                                        {"golden/router.baseline.jsonl", blob_b}}));
  CHECK(text_of(set.changes) ==
        "automation:router baseline golden/router.baseline.jsonl: none -> bbbbbbbb (unknown)\n"
        "automation:router golden golden/router.jsonl: aaaaaaaa -> bbbbbbbb (unknown)\n");
}

TEST_CASE("a changed path is claimed, ignored or unclassified, in this order") {
  Inventory inventory = inventory_of({entity_of("prompt:readme", {"README.prompt.md"})});
  inventory.policy.ignore = {"*.txt"};
  const auto set = changes_between(world_of(inventory, {{"tidemark.acceptances.jsonl", blob_a}}),
                                   world_of(inventory, {{"README.prompt.md", blob_a},
                                                        {"README.md", blob_a},
                                                        {"notes.txt", blob_a},
                                                        {"config/settings.toml", blob_a},
                                                        {"tidemark.yaml", blob_b}}));
  CHECK(text_of(set.changes) == "prompt:readme file README.prompt.md: none -> aaaaaaaa (risky)\n");
  CHECK(left_over(set) ==
        "unclassified: config/settings.toml; ignored: README.md, notes.txt; out of scope: 0; "
        "paths: 6");
}

TEST_CASE("what lies in a folder that a runner names reaches it, and whoever else reads it") {
  Entity router = replayed();
  router.replay->runner.config = R"({"command":["./run","docs/d/","lib"]})";
  const Inventory inventory = inventory_of({router, entity_of("dataset:d", {"docs/d/e/**"})});
  const auto set =
      changes_between(world_of(inventory, {}), world_of(inventory, {{"docs/d/x", blob_a},
                                                                    {"docs/d/e/y", blob_a},
                                                                    {"docs/z", blob_a},
                                                                    {"lib/README.md", blob_a},
                                                                    {"lib/a", blob_a}}));
  CHECK(text_of(set.changes) ==
        "automation:router file docs/d/e/y: none -> aaaaaaaa (risky)\n"
        "automation:router file docs/d/x: none -> aaaaaaaa (risky)\n"
        "automation:router file lib/a: none -> aaaaaaaa (risky)\n"
        "dataset:d file docs/d/e/y: none -> aaaaaaaa (risky)\n");
  CHECK(left_over(set) ==
        "unclassified: lib/a; ignored: docs/d/x, docs/z, lib/README.md; out of scope: 0; paths: 5");
}

TEST_CASE("a path within a command reaches its automation, and whoever else reads it") {
  Entity router = replayed();
  router.replay->runner.config = R"({"command":["sh","-c","exec lib/a.sh","@docs/b","-fc/d"]})";
  const Inventory inventory = inventory_of({router});
  const auto set = changes_between(
      world_of(inventory, {}),
      world_of(inventory, {{"lib/a.sh", blob_a}, {"docs/b", blob_a}, {"c/d", blob_a}}));
  CHECK(text_of(set.changes) ==
        "automation:router file c/d: none -> aaaaaaaa (risky)\n"
        "automation:router file docs/b: none -> aaaaaaaa (risky)\n"
        "automation:router file lib/a.sh: none -> aaaaaaaa (risky)\n");
  CHECK(left_over(set) ==
        "unclassified: c/d, lib/a.sh; ignored: docs/b; out of scope: 0; paths: 3");
}

TEST_CASE("a submodule on the way to what is claimed or named is a change of it") {
  Entity router = replayed();
  router.replay->runner.config = R"({"prompt":"prompts/p.md"})";
  const Inventory inventory = inventory_of(
      {router, entity_of("prompt:p", {"prompts/**"}), entity_of("prompt:q", {"other/**"})});
  const auto set = changes_between(world_of(inventory, {{"prompts", blob_a + "@"}}),
                                   world_of(inventory, {{"prompts", blob_b + "@"}}));
  CHECK(text_of(set.changes) ==
        "automation:router file prompts: aaaaaaaa -> bbbbbbbb (risky)\n"
        "prompt:p file prompts: aaaaaaaa -> bbbbbbbb (risky)\n");
}

TEST_CASE("what the head ignores is not ignored for it") {
  Inventory after;
  after.policy.ignore = {"config/**"};
  const auto set = changes_between(world_of({}, {}), world_of(after, {{"config/a", blob_a}}));
  CHECK(left_over(set) == "unclassified: config/a; ignored: ; out of scope: 0; paths: 1");
}

TEST_CASE("a file that the head newly reads as inventory was something else before") {
  Inventory after;
  after.sources = {"new.yaml", "settings.yaml"};
  const auto set =
      changes_between(world_of({}, {{"settings.yaml", blob_a}}),
                      world_of(after, {{"settings.yaml", blob_b}, {"new.yaml", blob_a}}));
  CHECK(left_over(set) == "unclassified: settings.yaml; ignored: ; out of scope: 0; paths: 2");
}

TEST_CASE("a first workspace ignores by its own rules") {
  Inventory after;
  after.policy.ignore = {"notes/**"};
  const auto set = changes_between(world_before_tidemark({{"a", blob_a}}),
                                   world_of(after, {{"a", blob_b}, {"notes/a", blob_a}}));
  CHECK(left_over(set) == "unclassified: a; ignored: notes/a; out of scope: 0; paths: 3");
}

TEST_CASE("outside the workspace only what is claimed through // counts") {
  const Inventory inventory = inventory_of({entity_of("prompt:shared", {"//shared/**"})});
  const auto set = changes_between(
      world_of(inventory, {}, "teams/a/"),
      world_of(inventory, {{"shared/p.md", blob_a}, {"teams/b/x", blob_a}, {"teams/a/y", blob_a}},
               "teams/a/"));
  CHECK(text_of(set.changes) == "prompt:shared file shared/p.md: none -> aaaaaaaa (risky)\n");
  CHECK(left_over(set) == "unclassified: teams/a/y; ignored: ; out of scope: 1; paths: 3");
}

TEST_CASE("a workspace that moves is inside on both sides") {
  const auto set = changes_between(world_of({}, {{"old/x", blob_a}}, "old/"),
                                   world_of({}, {{"new/x", blob_a}}, "new/"));
  CHECK(left_over(set) == "unclassified: new/x, old/x; ignored: ; out of scope: 0; paths: 4");
}
