#include "core/change/claims.hpp"

#include <doctest/doctest.h>

#include <random>

#include "tests/core/change/kit.hpp"

using namespace tidemark;
using namespace tidemark::test;
using change::Claims;

namespace {

std::string claimed(const Claims& claims, const std::string& path) {
  std::string text;
  for (const auto& claim : claims.of(path)) {
    text += (text.empty() ? "" : ", ") + to_string(claim.entity) + ' ' +
            std::string(to_string(claim.source));
  }
  return text;
}

}  // namespace

TEST_CASE("every entity that names a path answers for it") {
  const Claims claims(inventory_of({entity_of("prompt:greeting", {"prompts/*.md"}),
                                    entity_of("automation:router", {"prompts/**", "!*.bak"})}),
                      "");
  CHECK(claimed(claims, "prompts/a.md") == "automation:router file, prompt:greeting file");
  CHECK(claimed(claims, "prompts/deep/a.md") == "automation:router file");
  CHECK(claimed(claims, "prompts/a.bak") == "");
  CHECK(claimed(claims, "other/a.md") == "");
}

TEST_CASE("golden sets and baselines belong to their automation") {
  Entity router = replayed();
  router.files = {"golden/**"};
  const Claims claims(inventory_of({router}), "");
  CHECK(claimed(claims, "golden/router.jsonl") ==
        "automation:router file, automation:router golden");
  CHECK(claimed(claims, "golden/router.baseline.jsonl") ==
        "automation:router file, automation:router baseline");
}

TEST_CASE("what a runner names is its automation's, unless it uses all of what claims it") {
  Entity router = replayed();
  router.replay->runner.config =
      R"({"command":["python3","tools/sort.py"],"n":1,"prompt":"./docs/a \"b\".md","x":"docs/c.md"})";
  const Entity prompt = entity_of("prompt:c", {"docs/c.md"});
  const Claims claims(inventory_of({router, prompt}), "");
  CHECK(claimed(claims, "tools/sort.py") == "automation:router file");
  CHECK(claimed(claims, "docs/c.md") == "automation:router file, prompt:c file");
  Entity user = router;
  user.uses = {{prompt.id, {}}};
  CHECK(claimed(Claims(inventory_of({user, prompt}), ""), "docs/c.md") == "prompt:c file");
  UseDetail of_a_part;
  of_a_part.parts = {"/a"};
  user.uses[0].said = std::make_shared<const UseDetail>(of_a_part);
  CHECK(claimed(Claims(inventory_of({user, prompt}), ""), "docs/c.md") ==
        "automation:router file, prompt:c file");
  CHECK(claimed(claims, "docs/a \"b\".md") == "automation:router file");
  CHECK(claimed(claims, "docs/d.md") == "");
  CHECK(claimed(claims, "sort.py") == "");
  const Claims below(inventory_of({router}), "teams/");
  CHECK(claimed(below, "teams/docs/c.md") == "automation:router file");
  CHECK(claimed(below, "docs/c.md") == "");
}

TEST_CASE("paths count from the workspace's folder, and from the root behind //") {
  Entity router = replayed();
  router.files = {"prompts/**", "//shared/prompts/**"};
  router.replay->golden = "./golden/../set.jsonl";
  router.replay->baseline = "//baselines/router.jsonl";
  const Claims claims(inventory_of({router}), "teams/support/");
  CHECK(claimed(claims, "teams/support/prompts/a.md") == "automation:router file");
  CHECK(claimed(claims, "shared/prompts/a.md") == "automation:router file");
  CHECK(claimed(claims, "prompts/a.md") == "");
  CHECK(claimed(claims, "teams/support/set.jsonl") == "automation:router golden");
  CHECK(claimed(claims, "baselines/router.jsonl") == "automation:router baseline");
  CHECK(claims.is_inside("teams/support/x"));
  CHECK_FALSE(claims.is_inside("teams/supporters/x"));
  CHECK_FALSE(claims.is_inside("x"));
}

TEST_CASE("a path that leads out of the repository leads nowhere") {
  CHECK(change::path_in_repository("../golden.jsonl", "a/b/") == "a/golden.jsonl");
  CHECK(change::path_in_repository("../../../etc/passwd", "a/b/") == "");
  CHECK(change::path_in_repository("///etc/passwd", "") == "");
  CHECK(change::path_in_repository("..", "") == "");
}

TEST_CASE("tidemark's own files are known") {
  Inventory inventory;
  inventory.sources = {"inventory/models.yaml", "tidemark.yaml"};
  const Claims claims(inventory, "a/");
  CHECK(claims.is_inventory("a/tidemark.yaml"));
  CHECK(claims.is_inventory("a/tidemark.acceptances.jsonl"));
  CHECK(claims.is_inventory("a/inventory/models.yaml"));
  CHECK_FALSE(claims.is_inventory("tidemark.yaml"));
  CHECK_FALSE(claims.is_inventory("a/inventory/other.yaml"));
}

TEST_CASE("the shipped ignores are five, and no more") {
  const Claims claims(Inventory{}, "");
  for (const char* path : {"README.md", "a/README", "CHANGELOG.md", "LICENSE", "LICENSE-MIT",
                           "docs/a/b.md", ".gitignore", "a/.gitignore"}) {
    CHECK_MESSAGE(claims.is_ignored(path), path);
  }
  for (const char* path : {"prompt.md", "a/docs/b.md", "readme.md", "Makefile", ".github/ci.yml"}) {
    CHECK_MESSAGE(!claims.is_ignored(path), path);
  }
}

TEST_CASE("a policy adds to the ignores and takes back from them") {
  Inventory inventory;
  inventory.policy.ignore = {"*.txt", "!README.prompt.md"};
  const Claims claims(inventory, "");
  CHECK(claims.is_ignored("notes/a.txt"));
  CHECK(claims.is_ignored("README.md"));
  CHECK_FALSE(claims.is_ignored("README.prompt.md"));
}

TEST_CASE("an empty pattern names nothing") {
  Inventory inventory = inventory_of({entity_of("prompt:a", {"", "!", "/", "//"})});
  inventory.policy.ignore = {""};
  const Claims claims(inventory, "");
  CHECK(claimed(claims, "a/b") == "");
  CHECK_FALSE(claims.is_ignored("a/b"));
}

TEST_CASE("two stars within a segment are ordinary ones") {
  const Claims claims(inventory_of({entity_of("prompt:a", {"prompts/**.md", "a**z/c"})}), "");
  CHECK(claimed(claims, "prompts/a.md") == "prompt:a file");
  CHECK(claimed(claims, "prompts/deep/a.md") == "");
  CHECK(claimed(claims, "abz/c") == "prompt:a file");
  CHECK(claimed(claims, "a/z/c") == "");
}

TEST_CASE("claims that are looked up are those that a look at every pattern finds") {
  const std::vector<std::string> patterns = {
      "a/**", "a/b/*.md", "*.md",    "/a",       "//c/d/",  "//*.txt", "**/d",    "a/b",
      "b/",   "a/b/c",    "!a/b/**", "!*.txt",   "a/[b]/*", "a\\/b",   "//a/b/c", "a?b/*",
      "///a", "/",        "c/d/",    "//c/**/x", "w/a/*.*", "!//c/d"};
  const std::vector<std::string> parts = {"a", "b", "c", "d", "w", "x.md", "y.txt", "a.b"};
  std::mt19937 random(7);
  const auto any = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
  for (const char* folder : {"", "w/", "c/d/"}) {
    for (int world = 0; world < 60; ++world) {
      std::vector<Entity> entities;
      for (int i = 0; i < 5; ++i) {
        entities.push_back(entity_of("prompt:p" + std::to_string(i),
                                     {any(patterns), any(patterns), any(patterns)}));
      }
      const Claims claims(inventory_of(entities), folder);
      for (int round = 0; round < 40; ++round) {
        std::string path = any(parts);
        while (random() % 3 != 0) path += '/' + any(parts);
        std::string expected;
        for (const Entity& entity : entities) {
          if (!text::GlobSet(entity.files, folder).matches(path)) continue;
          expected += (expected.empty() ? "" : ", ") + to_string(entity.id) + " file";
        }
        CHECK_MESSAGE(claimed(claims, path) == expected, path, " in ", folder);
      }
    }
  }
}
