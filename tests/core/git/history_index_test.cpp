#include "core/git/history_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::HistoryIndex;
using tidemark::git::Repository;

namespace {

using Touched = std::map<std::string, std::vector<std::string>>;

HistoryIndex index_of(const TestFolder& folder, const std::string& cache = "") {
  const auto repository = Repository::open(folder.root());
  return HistoryIndex::of(repository, repository.head(), cache);
}

Touched touched(const HistoryIndex& index) {
  Touched result;
  for (const auto commit : index.commits()) {
    auto& paths = result[index.id(commit)];
    for (const auto path : index.paths(commit)) paths.emplace_back(path);
    std::sort(paths.begin(), paths.end());
  }
  return result;
}

/// What git itself says: for merges the paths that differ from every parent.
Touched touched_by_git(const TestRepository& repository) {
  Touched result;
  std::istringstream commits(repository.git("rev-list HEAD"));
  for (std::string id; std::getline(commits, id);) {
    const std::string out = repository.git(
        "-c core.quotePath=false diff-tree --root -c --no-renames --no-commit-id --name-only -r "
        "-z " +
        id);
    auto& paths = result[id];
    std::istringstream names(out);
    for (std::string name; std::getline(names, name, '\0');) {
      if (!name.empty()) paths.push_back(name);
    }
    std::sort(paths.begin(), paths.end());
  }
  return result;
}

/// A history of everything that makes paths odd.
void write_odd_history(const TestRepository& repository) {
  repository.write("a/deep/er/file", "1");
  repository.write("a.b", "1");
  repository.write("name with \xc3\xa4 and 'quotes'\n", "1");
  repository.write("run", "1");
  repository.commit("first");
  repository.git("checkout -q -b side");
  repository.git("mv a/deep/er/file a/moved");
  repository.commit("renamed");
  repository.git("update-index --chmod=+x run");
  repository.git("commit -q -m mode");
  repository.git("checkout -q -f main");
  // What was a folder becomes a file, and the other way round.
  repository.git("rm -q -r a");
  repository.write("a", "file");
  repository.git("rm -q a.b");
  repository.write("a.b/c", "folder");
  repository.commit("turned");
  repository.git("update-index --add --cacheinfo 160000," + repository.git("rev-parse HEAD") +
                 ",sub");
  repository.git("commit -q -m submodule");
  repository.git("commit -q --allow-empty -m nothing");
  repository.git("merge -q -s ours --no-edit side");
  repository.git("checkout -q -f -b third HEAD~1");
  repository.write("run", "third");
  repository.commit("third");
  repository.git("checkout -q -f main");
  repository.git("rm -q --cached sub");
  repository.write("run", "main");
  repository.commit("main");
  repository.git("merge -q -s ours --no-commit third");
  repository.write("run", "both");
  repository.write("evil", "nobody had this");
  repository.commit("a merge with a change of its own");
}

}  // namespace

TEST_CASE("the index lists what git lists") {
  const TestRepository repository;
  write_odd_history(repository);
  const Touched found = touched(index_of(repository));
  CHECK(found == touched_by_git(repository));
  CHECK(found.size() == 10);
  CHECK(found.at(repository.git("rev-parse HEAD")) == std::vector<std::string>{"evil", "run"});
}

TEST_CASE("a packed history is the same") {
  const TestRepository repository;
  write_odd_history(repository);
  const Touched loose = touched(index_of(repository));
  repository.git("gc -q --prune=now");
  CHECK(touched(index_of(repository)) == loose);
}

TEST_CASE("children come before their parents, whatever the clocks say") {
  const TestRepository repository;
  write_odd_history(repository);
  repository.git("commit -q --amend --no-edit --date=2001-01-01T00:00:00Z");
  const auto index = index_of(repository);
  for (const auto commit : index.commits()) {
    for (const auto parent : index.parents(commit)) CHECK(parent < commit);
  }
}

TEST_CASE("what the cache knows is not read again") {
  const TestRepository repository;
  const TestFolder place;
  const std::string cache = (place.root() / "new/history").string();
  repository.write("a", "1");
  repository.commit("one");
  CHECK(index_of(repository, cache).added() == 1);
  CHECK(index_of(repository, cache).added() == 0);
  repository.write("a", "2");
  repository.write("b", "1");
  const std::string second = repository.commit("two");
  const auto index = index_of(repository, cache);
  CHECK(index.added() == 1);
  CHECK(touched(index) == touched_by_git(repository));
  CHECK(touched(index).at(second) == std::vector<std::string>{"a", "b"});
  CHECK(touched(index_of(repository, cache)) == touched_by_git(repository));
}

TEST_CASE("a force-push and garbage collection leave nothing of the old history in the answer") {
  const TestRepository repository;
  const TestFolder place;
  const std::string cache = (place.root() / "history").string();
  repository.write("a", "1");
  repository.commit("one");
  repository.write("lost", "1");
  repository.commit("two");
  index_of(repository, cache);
  repository.git("reset -q --hard HEAD~1");
  repository.git("reflog expire --expire=now --all");
  repository.git("gc -q --prune=now");
  CHECK(touched(index_of(repository, cache)) == touched_by_git(repository));
  repository.write("a", "2");
  repository.commit("other");
  const auto index = index_of(repository, cache);
  CHECK(index.added() == 1);
  CHECK(touched(index) == touched_by_git(repository));
}

TEST_CASE("a cache that is damaged, cut off, of another version or no file is made anew") {
  const TestRepository repository;
  const TestFolder place;
  const auto cache = place.root() / "history";
  write_odd_history(repository);
  const Touched wanted = touched(index_of(repository, cache.string()));
  std::ifstream stream(cache, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(stream), {}};
  for (const std::size_t at :
       {std::size_t{3}, std::size_t{40}, whole.size() / 2, whole.size() - 1}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    for (const std::string& text : {damaged, whole.substr(0, at)}) {
      place.write("history", text);
      CHECK(touched(index_of(repository, cache.string())) == wanted);
      CHECK(index_of(repository, cache.string()).added() == 0);
    }
  }
  std::filesystem::remove(cache);
  std::filesystem::create_directory(cache);
  CHECK(touched(index_of(repository, cache.string())) == wanted);
}

TEST_CASE("a shallow history ends where it is cut, and is not cached") {
  const TestRepository repository;
  const TestFolder clone, place;
  const auto cache = place.root() / "history";
  for (const char* text : {"1", "2", "3"}) {
    repository.write("a", text);
    repository.commit(text);
  }
  run_git(clone.root(), "clone -q --depth 2 file://" + repository.root().string() + " .");
  const auto index = index_of(clone, cache.string());
  REQUIRE(index.commits().size() == 2);
  REQUIRE(index.cut().size() == 1);
  CHECK(index.id(index.cut().front()) == repository.git("rev-parse HEAD~1"));
  CHECK(index.paths(index.cut().front()).empty());
  CHECK(!std::filesystem::exists(cache));
}

TEST_CASE("a tree that is not there is told, not passed over") {
  const TestRepository repository;
  repository.write("a/b", "1");
  repository.commit("one");
  const std::string tree = repository.git("rev-parse HEAD:a");
  const std::string commit = repository.git("rev-parse --short=8 HEAD");
  repository.remove(".git/objects/" + tree.substr(0, 2) + "/" + tree.substr(2));
  CHECK(refusal([&] { index_of(repository); }) ==
        "21: commit " + commit +
            ": the list of files of 'a/' is not here: an object is missing from the git repository "
            "(run git fsck)");
}

TEST_CASE("a submodule's commit that is not here does not matter") {
  const TestRepository repository;
  repository.git(
      "update-index --add --cacheinfo 160000,1234567890123456789012345678901234567890,sub");
  repository.git("commit -q -m submodule");
  CHECK(touched(index_of(repository)).begin()->second == std::vector<std::string>{"sub"});
}
