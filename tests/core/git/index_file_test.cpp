#include "core/git/index_file.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "tests/core/git/kit.hpp"

using tidemark::git::IndexFile;
using namespace tidemark::test;

namespace {

std::string paths(const std::optional<IndexFile>& index) {
  if (!index) return "not for us";
  std::string text;
  for (const auto& entry : index->entries()) {
    text += (text.empty() ? "" : ", ") + std::string(entry.path);
  }
  return text;
}

std::string index_of(const TestRepository& repository) {
  return paths(IndexFile::read(repository.root() / ".git/index"));
}

std::string bytes_of(const TestRepository& repository) {
  std::ostringstream text;
  text << std::ifstream(repository.root() / ".git/index", std::ios::binary).rdbuf();
  return text.str();
}

struct World : TestRepository {
  World() {
    write("a/b/c", "1");
    write("a/b/d", "2");
    write("a.txt", "3");
    write("z", "4");
    commit("first");
  }
};

}  // namespace

TEST_CASE("an index is read in each of git's versions") {
  const World world;
  for (const char* version : {"2", "3", "4"}) {
    world.git("update-index --index-version " + std::string(version));
    CHECK(index_of(world) == "a.txt, a/b/c, a/b/d, z");
  }
}

TEST_CASE("an index knows the trees of folders that have not moved since the commit") {
  const World world;
  const auto index = IndexFile::read(world.root() / ".git/index");
  REQUIRE(index);
  CHECK(index->tree_of("").size() == 20);
  CHECK(index->tree_of("a/").size() == 20);
  CHECK(index->tree_of("a/b/").size() == 20);
  CHECK(index->tree_of("a") == "");
  world.write("a/b/c", "changed");
  world.git("add a/b/c");
  const auto moved = IndexFile::read(world.root() / ".git/index");
  REQUIRE(moved);
  CHECK(moved->tree_of("a/b/") == "");
}

TEST_CASE("an index that needs git's own knowledge is left to libgit2") {
  {
    const World world;
    world.git("update-index --skip-worktree z");
    CHECK(index_of(world) == "not for us");
  }
  {
    const World world;
    world.git("update-index --assume-unchanged z");
    CHECK(index_of(world) == "not for us");
  }
  {
    const World world;
    world.git("update-index --split-index");
    CHECK(index_of(world) == "not for us");
  }
  {
    const World world;
    world.write("new", "x");
    world.git("add --intent-to-add new");
    CHECK(index_of(world) == "not for us");
  }
  {
    const World world;
    world.git("update-index --add --cacheinfo 160000," + world.git("rev-parse HEAD") + ",library");
    CHECK(index_of(world) == "not for us");
  }
}

TEST_CASE("an index that is cut off anywhere is left to libgit2, or is what it is") {
  const World world;
  const std::string whole = bytes_of(world);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string found = paths(IndexFile::parse(whole.substr(0, size), {}));
    const bool is_either = found == "not for us" || found == "a.txt, a/b/c, a/b/d, z";
    CHECK_MESSAGE(is_either, size, ": ", found);
  }
  CHECK(paths(IndexFile::parse("", {})) == "not for us");
}

TEST_CASE("an index with any byte changed is read within its bounds") {
  const World world;
  const std::string whole = bytes_of(world);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x81);
    paths(IndexFile::parse(damaged, {}));  // the sanitizers look on
  }
}
