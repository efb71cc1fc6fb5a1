#include <doctest/doctest.h>

#include "core/git/snapshot.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::folder_snapshot;

TEST_CASE("a folder outside any repository has the blob ids that git would give") {
  const TestFolder folder;
  folder.write("prompt.md", "be kind\n");
  folder.write("data/a.csv", "1\n");
  folder.write("old/.git/config", "x\n");
  std::filesystem::create_symlink("prompt.md", folder.root() / "link");
  const auto snapshot = folder_snapshot(folder.root());
  REQUIRE(snapshot->files().size() == 3);
  CHECK(snapshot->files()[0].path == "data/a.csv");
  CHECK(snapshot->files()[1].path == "link");
  CHECK(snapshot->files()[1].symlink);
  CHECK(snapshot->find("prompt.md")->blob ==
        run_git(folder.root(), "hash-object --no-filters prompt.md"));
  CHECK(snapshot->name() == "folder");
}

TEST_CASE("a folder's files are read below it only") {
  const TestFolder folder;
  folder.write("data/a.csv", "1\n");
  std::filesystem::create_symlink("/etc", folder.root() / "etc");
  const auto snapshot = folder_snapshot(folder.root());
  CHECK(snapshot->read("data/a.csv", 10) == "1\n");
  CHECK(snapshot->read("data/b.csv", 10) == std::nullopt);
  CHECK(snapshot->read("etc/passwd", 10) == std::nullopt);
  CHECK(refusal([&] { snapshot->read("../x", 10); }) ==
        "23: " + folder.root().string() +
            ": the path '../x' could lead outside its folder or into .git (rewrite the history "
            "without it)");
}

TEST_CASE("a folder's file comes in pieces as it is read") {
  const TestFolder folder;
  const std::string text(200'000, 'x');
  folder.write("data/a.csv", text);
  std::filesystem::create_symlink("data/a.csv", folder.root() / "link");
  const auto snapshot = folder_snapshot(folder.root());
  CHECK(in_pieces(*snapshot, "data/a.csv") == text);
  CHECK(in_pieces(*snapshot, "data/b.csv") == std::nullopt);
  CHECK(refusal([&] { in_pieces(*snapshot, "link"); }) ==
        refusal([&] { snapshot->read("link", 10); }));
}

TEST_CASE("a folder that is not there is an error") {
  const TestFolder folder;
  const auto gone = folder.root() / "gone";
  CHECK(refusal([&] { folder_snapshot(gone); }) == "21: " + gone.string() + ": no such folder");
}
