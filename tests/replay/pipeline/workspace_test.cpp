#include "replay/pipeline/workspace.hpp"

#include <doctest/doctest.h>

#include "tests/core/git/kit.hpp"

namespace tidemark::pipeline {
namespace {

using test::refusal;
using test::TestFolder;
using test::TestRepository;

TEST_CASE("a workspace is the nearest parent with a tidemark.yaml") {
  const TestFolder folder;
  folder.write("tidemark.yaml", "tidemark: 1\n");
  folder.write("a/tidemark.yaml", "tidemark: 1\n");
  folder.write("a/b/c/file", "");
  const auto root = std::filesystem::canonical(folder.root());
  CHECK(find_workspace(root).root == root);
  CHECK(find_workspace(root / "a/b/c").root == root / "a");
  CHECK_FALSE(find_workspace(root).repository);
  CHECK(find_workspace(root).folder == "");
}

TEST_CASE("without a tidemark.yaml there is no workspace") {
  const TestFolder folder;
  const std::string path = std::filesystem::canonical(folder.root()).string();
  CHECK(refusal([&] { find_workspace(folder.root()); }) ==
        "21: " + path + ": no tidemark.yaml here or in a parent folder (run `tidemark init`)");
}

TEST_CASE("a workspace knows its folder in the repository") {
  const TestRepository repository;
  repository.write("x/y/tidemark.yaml", "tidemark: 1\n");
  repository.write("x/y/z/file", "");
  const Workspace workspace = find_workspace(repository.root() / "x/y/z");
  CHECK(workspace.folder == "x/y/");
  CHECK(workspace.repository);
  repository.write("tidemark.yaml", "tidemark: 1\n");
  CHECK(find_workspace(repository.root()).folder == "");
}

TEST_CASE("what needs a repository says so") {
  const TestFolder folder;
  folder.write("tidemark.yaml", "tidemark: 1\n");
  const Workspace workspace = find_workspace(folder.root());
  CHECK(refusal([&] { repository_of(workspace, "a revision"); }) ==
        "21: " + workspace.root.string() +
            ": a revision needs a git repository (run git init and commit)");
}

TEST_CASE("a revision before tidemark has an empty inventory, and texts are the workspace's") {
  const TestRepository repository;
  repository.write("w/other", "old");
  const std::string before = repository.commit("before");
  repository.write("w/tidemark.yaml", "tidemark: 1\nsystems: {crm: {}}\n");
  repository.write("w/other", "new");
  const Workspace workspace = find_workspace(repository.root() / "w");
  const auto old = world_at(workspace, before);
  const auto now = world_now(workspace);
  CHECK(old.inventory.entities.empty());
  CHECK(now.inventory.entities.size() == 1);
  CHECK(text_at(old, "other") == "old");
  CHECK(text_at(now, "other") == "new");
  CHECK_FALSE(text_at(now, "missing"));
}

}  // namespace
}  // namespace tidemark::pipeline
