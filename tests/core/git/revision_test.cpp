#include <doctest/doctest.h>

#include "core/git/repository.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::Repository;

namespace {

const std::string too_short =
    "history too short: fetch with depth 0 (actions/checkout: fetch-depth: 0)";

std::string refused_revision(const TestFolder& folder, const std::string& revision) {
  const auto repository = Repository::open(folder.root());
  return refusal([&] { repository.resolve(revision); });
}

/// A history that forks, and a clone that knows only the tips.
struct Shallow {
  TestRepository origin;
  TestFolder clone;
  std::string tip;

  Shallow() {
    origin.commit("fork");
    origin.git("checkout -q -b side");
    origin.commit("side");
    origin.git("checkout -q main");
    tip = origin.commit("tip");
    run_git(clone.root(),
            "clone -q --depth 1 --no-single-branch file://" + origin.root().string() + " .");
  }
};

}  // namespace

TEST_CASE("a revision is a branch, a tag, an id or a way from one of them") {
  const TestRepository repository;
  const std::string first = repository.commit("first");
  repository.git("tag light");
  repository.git("tag -m annotated heavy");
  const std::string second = repository.commit("second");
  const auto opened = Repository::open(repository.root());

  CHECK(opened.head() == second);
  CHECK(opened.resolve("main") == second);
  CHECK(opened.resolve("HEAD~1") == first);
  CHECK(opened.resolve("light") == first);
  CHECK(opened.resolve("heavy") == first);
  CHECK(opened.resolve(first) == first);
  CHECK(opened.resolve(first.substr(0, 10)) == first);
}

TEST_CASE("a detached HEAD is a commit like any other") {
  const TestRepository repository;
  const std::string first = repository.commit("first");
  repository.commit("second");
  repository.git("checkout -q " + first);
  CHECK(Repository::open(repository.root()).head() == first);
}

TEST_CASE("an unknown revision is never replaced by another one") {
  const TestRepository repository;
  repository.commit("first");
  CHECK(refused_revision(repository, "origin/main") ==
        "21: unknown revision 'origin/main' (check the spelling; a branch of the server is "
        "origin/NAME, after git fetch)");
  CHECK(refused_revision(repository, "HEAD~1") ==
        "21: unknown revision 'HEAD~1' (check the spelling; a branch of the server is "
        "origin/NAME, after git fetch)");
  CHECK(refused_revision(repository, "1234567890123456789012345678901234567890") ==
        "21: unknown revision '1234567890123456789012345678901234567890' (check the spelling; a "
        "branch of the server is origin/NAME, after git fetch)");
}

TEST_CASE("what is no revision is said to be none") {
  const TestRepository repository;
  repository.commit("first");
  const std::string way_out =
      " is not how a revision is written (one commit: a branch, a tag, HEAD~1 or an id)";
  CHECK(refused_revision(repository, "") == "21: ''" + way_out);
  CHECK(refused_revision(repository, "main..main") == "21: 'main..main'" + way_out);
  CHECK(refused_revision(repository, std::string("main\0x", 6)) ==
        "21: 'main\\x00x' is not how a revision is written (it contains a zero byte)");
  CHECK(refused_revision(repository, "--upload-pack=x\x1b[2J") ==
        "21: '--upload-pack=x\\x1b[2J'" + way_out);
}

TEST_CASE("an object that is no commit is refused by its kind") {
  const TestRepository repository;
  repository.write("prompt.md", "be kind\n");
  repository.commit("first");
  CHECK(refused_revision(repository, "HEAD:prompt.md") ==
        "21: 'HEAD:prompt.md' is a blob, not a commit");
  CHECK(refused_revision(repository, "HEAD^{tree}") == "21: 'HEAD^{tree}' is a tree, not a commit");
}

TEST_CASE("the all-zero id of a new branch is explained") {
  const TestRepository repository;
  repository.commit("first");
  const std::string zero(40, '0');
  CHECK(refused_revision(repository, zero) ==
        "21: " + zero +
            " is no commit: forges write it when a branch is new or gone (name the branch to "
            "compare with, such as origin/main)");
}

TEST_CASE("a branch without a commit is named") {
  const TestRepository repository;
  CHECK(refused_revision(repository, "HEAD") ==
        "21: cannot find revision 'HEAD': the branch 'main' has no commit yet (commit something "
        "first)");
}

TEST_CASE("a shallow clone never passes for the whole history") {
  const Shallow world;
  CHECK(Repository::open(world.clone.root()).head() == world.tip);
  CHECK(refused_revision(world.clone, "HEAD~1") ==
        "21: cannot find revision 'HEAD~1': " + too_short);
  const std::string older(40, 'a');
  CHECK(refused_revision(world.clone, older) ==
        "21: cannot find revision '" + older + "': " + too_short);
}

TEST_CASE("in a shallow clone a name may be misspelt or missing, and the message says so") {
  const Shallow world;
  for (const std::string name : {"v1", "mian", "mian~1"}) {
    CHECK(refused_revision(world.clone, name) ==
          "21: unknown revision '" + name +
              "' (check the spelling; this clone is shallow and may lack it: fetch with depth 0, "
              "actions/checkout: fetch-depth: 0)");
  }
}

TEST_CASE("the merge base is the last commit that both sides share") {
  const TestRepository repository;
  const std::string fork = repository.commit("fork");
  repository.git("checkout -q -b side");
  repository.commit("side");
  repository.git("checkout -q main");
  repository.commit("main");
  const auto opened = Repository::open(repository.root());
  CHECK(opened.merge_base("main", "side") == fork);
  CHECK(opened.merge_base("main", "main") == opened.head());
}

TEST_CASE("histories without a common commit have no merge base") {
  const TestRepository repository;
  repository.commit("main");
  repository.git("checkout -q --orphan island");
  repository.commit("island");
  const auto opened = Repository::open(repository.root());
  CHECK(refusal([&] { opened.merge_base("main", "island"); }) ==
        "21: cannot find the commit that 'main' and 'island' have in common: their histories are "
        "unrelated (rebase one onto the other, or name another base)");
}

TEST_CASE("a merge base beyond a shallow clone's border is not guessed") {
  const Shallow world;
  const auto opened = Repository::open(world.clone.root());
  CHECK(refusal([&] { opened.merge_base("main", "origin/side"); }) ==
        "21: cannot find the commit that 'main' and 'origin/side' have in common: " + too_short);
}

TEST_CASE("a commit whose object is lost is told from one that never was") {
  const TestRepository repository;
  const std::string first = repository.commit("first");
  repository.commit("second");
  repository.remove(".git/objects/" + first.substr(0, 2) + "/" + first.substr(2));
  CHECK(refused_revision(repository, "HEAD~1") ==
        "21: cannot find revision 'HEAD~1': an object is missing from the git repository (run git "
        "fsck)");
}

TEST_CASE("a merge base behind a lost commit is an error, not an unrelated history") {
  const Shallow world;
  const auto opened = Repository::open(world.origin.root());
  const std::string fork = opened.resolve("HEAD~1");
  world.origin.remove(".git/objects/" + fork.substr(0, 2) + "/" + fork.substr(2));
  CHECK(refusal([&] { Repository::open(world.origin.root()).merge_base("main", "side"); }) ==
        "21: cannot find the commit that 'main' and 'side' have in common: an object is missing "
        "from the git repository (run git fsck)");
}
