#include "replay/pipeline/workspace.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "core/git/folder_notes.hpp"
#include "tests/core/git/kit.hpp"
#include "tests/replay/pipeline/cache_home.hpp"

namespace tidemark::pipeline {
namespace {

using kit::CacheHome;
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

std::string ids(const change::World& world) {
  std::string text;
  for (const Entity& entity : world.inventory.entities) text += to_string(entity.id) + '\n';
  return text;
}

TEST_CASE("whoever plants a cache changes an answer, never what is judged by") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestRepository repository;
  repository.write("tidemark.yaml", "tidemark: 1\nsystems: {crm: {}}\n");
  repository.commit("first");
  const Workspace workspace = find_workspace(repository.root());
  CHECK(ids(world_now(workspace, Purpose::asking)) == "system:crm\n");

  Inventory planted;
  planted.entities.emplace_back().id = {Kind::system, "planted"};
  const std::string blob = repository.git("rev-parse HEAD:tidemark.yaml");
  const auto cache = cache_of(workspace);
  cache->keep(cache->name_of({{"tidemark.yaml", blob}}), planted);
  CHECK(ids(world_now(workspace, Purpose::asking)) == "system:planted\n");
  CHECK(ids(world_at(workspace, "HEAD", Purpose::asking)) == "system:planted\n");
  CHECK(ids(world_now(workspace)) == "system:crm\n");
  CHECK(ids(world_at(workspace, "HEAD")) == "system:crm\n");
}

TEST_CASE("whoever plants what a folder had hides a file from a question, never from who judges") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestRepository repository;
  repository.write("tidemark.yaml", "tidemark: 1\nsystems: {crm: {}}\n");
  repository.commit("first");
  repository.write("new.txt", "n");
  const Workspace workspace = find_workspace(repository.root());
  CHECK(world_now(workspace, Purpose::asking).files->find("new.txt") != nullptr);

  struct stat status {};
  REQUIRE(::stat(repository.root().c_str(), &status) == 0);
  git::Names names;
  names.add_file("tidemark.yaml");
  git::FolderNotes planted("", (status.st_ctim.tv_sec + 60) * std::int64_t{1'000'000'000});
  planted.note("", status, names);
  cache_of(workspace)->keep_note("folders", planted.bytes());
  CHECK(world_now(workspace, Purpose::asking).files->find("new.txt") == nullptr);
  CHECK(world_now(workspace).files->find("new.txt") != nullptr);
}

TEST_CASE("a question is answered from what lies there now") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestRepository repository;
  repository.write("w/tidemark.yaml", "tidemark: 1\ninventories: [inventory/**]\n");
  repository.write("w/inventory/a/a.yaml", "tidemark: 1\nsystems: {crm: {}}\n");
  repository.commit("first");
  const Workspace workspace = find_workspace(repository.root() / "w");
  const auto asked = [&] { return ids(world_now(workspace, Purpose::asking)); };
  CHECK(asked() == "system:crm\n");
  repository.write("w/inventory/new.yaml", "tidemark: 1\nsystems: {erp: {}}\n");
  CHECK(asked() == "system:crm\nsystem:erp\n");
  repository.write("w/inventory/a/a.yaml", "tidemark: 1\nsystems: {crn: {}}\n");
  CHECK(asked() == "system:crn\nsystem:erp\n");
  repository.remove("w/inventory/new.yaml");
  CHECK(asked() == "system:crn\n");
  CHECK(ids(world_at(workspace, "HEAD", Purpose::asking)) == "system:crm\n");
}

TEST_CASE("a file that is written between the look and the reading leaves nothing false behind") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const std::string old = "tidemark: 1\nsystems: {crm: {}}\n";
  for (const bool converts : {false, true}) {
    const TestRepository repository;
    if (converts) repository.write(".gitattributes", "*.md text eol=crlf\n");
    repository.write("tidemark.yaml", old);
    repository.commit("first");
    const Workspace workspace = find_workspace(repository.root());
    const auto cache = cache_of(workspace);
    const change::World looked{workspace.repository->working_tree(), {}, ""};
    repository.write("tidemark.yaml", "tidemark: 1\nsystems: {crn: {}}\n");
    inventory::read_inventory(inventory_files(looked), cache.get());
    repository.write("tidemark.yaml", old);
    CHECK(ids(world_now(workspace, Purpose::asking)) == "system:crm\n");
  }
}

TEST_CASE("worlds that share entities have owners of their own") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestRepository repository;
  repository.write("tidemark.yaml", "tidemark: 1\nsystems: {crm: {}}\n");
  repository.write("CODEOWNERS", "* @old\n");
  repository.commit("first");
  repository.write("CODEOWNERS", "* @new\n");
  const Workspace workspace = find_workspace(repository.root());
  world_now(workspace, Purpose::asking);
  const auto cache = cache_of(workspace);
  const auto before = world_at(workspace, "HEAD", Purpose::asking, cache.get());
  const auto now = world_now(workspace, cache.get());
  CHECK(before.inventory.entities.front().owners.technical == "@old");
  CHECK(now.inventory.entities.front().owners.technical == "@new");
}

TEST_CASE("a workspace outside of git is asked by content too") {
  const TestFolder home, folder;
  const CacheHome cache_home(home.root());
  folder.write("tidemark.yaml", "tidemark: 1\nsystems: {crm: {}}\n");
  const Workspace workspace = find_workspace(folder.root());
  CHECK(ids(world_now(workspace, Purpose::asking)) == "system:crm\n");
  folder.write("tidemark.yaml", "tidemark: 1\nsystems: {crn: {}}\n");
  CHECK(ids(world_now(workspace, Purpose::asking)) == "system:crn\n");
}

TEST_CASE("a cache that a checkout could bring along is none") {
  const TestRepository repository;
  repository.write("w/tidemark.yaml", "tidemark: 1\n");
  const Workspace workspace = find_workspace(repository.root() / "w");
  {
    const CacheHome inside(repository.root() / "cache");
    CHECK(cache_of(workspace) == nullptr);
  }
  const TestFolder home;
  const CacheHome outside(home.root());
  CHECK(cache_of(workspace) != nullptr);
}

}  // namespace
}  // namespace tidemark::pipeline
