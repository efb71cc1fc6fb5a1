#include "core/git/moments.hpp"

#include <doctest/doctest.h>

#include "core/base/clock.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::Repository;

namespace {

/// A commit of a given time.
std::string commit_at(const TestRepository& repository, const std::string& time) {
  const std::string tree = repository.git("write-tree");
  const std::string parent = repository.git("rev-parse -q --verify HEAD || true");
  const std::string text =
      "tree " + tree + "\n" + (parent.empty() ? "" : "parent " + parent + "\n") +
      "author Ada <ada@example.org> 1 +0000\ncommitter Ada <ada@example.org> " +
      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                         tidemark::parse_utc(time)->time_since_epoch())
                         .count()) +
      " +0200\n\nAt " + time + "\n";
  const std::string id = repository.git("hash-object -t commit -w --stdin", text);
  repository.git("update-ref HEAD " + id);
  return id;
}

std::string in_force(const TestFolder& folder, const std::string& time) {
  return tidemark::git::commit_in_force(Repository::open(folder.root()),
                                        *tidemark::parse_utc(time));
}

std::string refused(const TestFolder& folder, const std::string& time) {
  return refusal([&] { in_force(folder, time); });
}

}  // namespace

TEST_CASE("what was in force is the latest commit that was not later") {
  const TestRepository repository;
  const std::string january = commit_at(repository, "2025-01-10T12:00:00Z");
  const std::string march = commit_at(repository, "2025-03-10T12:00:00Z");
  CHECK(in_force(repository, "2025-01-10T12:00:00Z") == january);
  CHECK(in_force(repository, "2025-03-10T11:59:59Z") == january);
  CHECK(in_force(repository, "2025-03-10T12:00:00Z") == march);
  CHECK(in_force(repository, "2026-01-01") == march);
}

TEST_CASE("a side branch was not in force before it was merged") {
  const TestRepository repository;
  const std::string january = commit_at(repository, "2025-01-01");
  repository.git("checkout -q -b side");
  const std::string side = commit_at(repository, "2025-02-01");
  repository.git("checkout -q main");
  repository.git("-c user.name=A -c user.email=a@b merge -q --no-ff --no-edit side");
  CHECK(in_force(repository, "2025-02-15") == january);
}

TEST_CASE("before the first commit there was nothing") {
  const TestRepository repository;
  const std::string first = commit_at(repository, "2025-01-10T12:00:00Z");
  CHECK(refused(repository, "2025-01-10T11:59:59Z") ==
        "21: what was in force at 2025-01-10T11:59:59Z: nothing; the first commit is " +
            first.substr(0, 8) + " of 2025-01-10T12:00:00Z (name a later moment)");
}

TEST_CASE("where clocks ran backwards there is no one answer, elsewhere there is") {
  const TestRepository repository;
  const std::string march = commit_at(repository, "2025-03-01");
  const std::string february = commit_at(repository, "2025-02-01");
  CHECK(refused(repository, "2025-02-15") ==
        "21: what was in force at 2025-02-15T00:00:00Z is not clear: clocks ran backwards, so it "
        "is commit " +
            february.substr(0, 8) + " of 2025-02-01T00:00:00Z, but its ancestor " +
            march.substr(0, 8) +
            " of 2025-03-01T00:00:00Z is later (name the commit that you mean)");
  CHECK(in_force(repository, "2025-03-01") == february);
}

TEST_CASE("where a shallow clone ends, what was before is not known") {
  const TestRepository repository;
  commit_at(repository, "2025-01-01");
  const std::string february = commit_at(repository, "2025-02-01");
  const std::string march = commit_at(repository, "2025-03-01");
  const TestFolder clone;
  run_git(clone.root(), "clone -q --depth 2 file://" + repository.root().string() + " .");
  CHECK(in_force(clone, "2025-03-02") == march);
  CHECK(in_force(clone, "2025-02-02") == february);
  CHECK(refused(clone, "2025-01-02") ==
        "21: what was in force at 2025-01-02T00:00:00Z is not known: the history here begins with "
        "commit " +
            february.substr(0, 8) +
            " of 2025-02-01T00:00:00Z; history too short: fetch with depth 0 (actions/checkout: "
            "fetch-depth: 0)");
}

TEST_CASE("a file at a commit is found by its path, a folder or a submodule is none") {
  const TestRepository repository;
  repository.write("a/b", "text");
  repository.commit("one");
  repository.git(
      "update-index --add --cacheinfo 160000,1234567890123456789012345678901234567890,sub");
  repository.git("commit -q -m sub");
  const auto opened = Repository::open(repository.root());
  const std::string head = opened.head();
  CHECK(tidemark::git::text_at(opened, head, "a/b") == "text");
  CHECK(tidemark::git::blob_at(opened, head, "a/b") == repository.git("rev-parse HEAD:a/b"));
  CHECK(tidemark::git::text_at(opened, head, "a") == std::nullopt);
  CHECK(tidemark::git::text_at(opened, head, "c") == std::nullopt);
  CHECK(tidemark::git::text_at(opened, head, "sub") == std::nullopt);
}

TEST_CASE("a commit's facts are the author's name and the committer's time") {
  const TestRepository repository;
  const std::string id = commit_at(repository, "2025-01-10T12:00:00Z");
  const auto facts = tidemark::git::commit_facts(Repository::open(repository.root()), id);
  CHECK(facts.author == "Ada <ada@example.org>");
  CHECK(tidemark::utc_text(facts.time) == "2025-01-10T12:00:00Z");
  CHECK(facts.subject == "At 2025-01-10T12:00:00Z");
  CHECK(facts.parents.empty());
}
