#include "replay/pipeline/ledger_place.hpp"

#include <doctest/doctest.h>

#include "tests/core/git/kit.hpp"

namespace tidemark::pipeline {
namespace {

using test::refusal;
using test::TestRepository;

std::string complaint(const TestRepository& repository, const std::string& name) {
  const Workspace workspace = find_workspace(repository.root());
  return refusal([&] { check_ledger_place(workspace, repository.root() / name); });
}

std::string tracked(const TestRepository& repository, const std::string& name) {
  return "23: ledger " + (repository.root() / name).string() +
         ": tracked by git, so a proposal could bring its own evidence (git rm --cached it, or "
         "name another file with --ledger)";
}

}  // namespace

TEST_CASE("a ledger that git tracks is refused, committed or only staged") {
  const TestRepository repository;
  repository.write("tidemark.yaml", "tidemark: 1\n");
  repository.write(".gitignore", "ledger.db*\n");
  CHECK(complaint(repository, "ledger.db").empty());
  repository.write("ledger.db", "");
  repository.git("add -f ledger.db");
  CHECK(complaint(repository, "ledger.db") == tracked(repository, "ledger.db"));
  repository.commit("with a ledger");
  repository.git("rm -q --cached ledger.db");
  CHECK(complaint(repository, "ledger.db") == tracked(repository, "ledger.db"));
}

TEST_CASE("a ledger in the repository is refused unless git ignores it and what lies beside it") {
  const TestRepository repository;
  repository.write("tidemark.yaml", "tidemark: 1\n");
  const std::string refused =
      "21: ledger " + (repository.root() / "state/l.db").string() +
      ": lies in the repository, where it would be one of the files that are judged (write "
      "/state/l.db* into the repository's .gitignore, or name another file with --ledger)";
  CHECK(complaint(repository, "state/l.db") == refused);
  repository.write(".gitignore", "/state/l.db\n");
  CHECK(complaint(repository, "state/l.db") == refused);
  repository.write(".gitignore", "/state/l.db*\n");
  CHECK(complaint(repository, "state/l.db").empty());
}

TEST_CASE("a ledger outside the repository, or in git's own folder, is nobody's file") {
  const TestRepository repository;
  repository.write("tidemark.yaml", "tidemark: 1\n");
  CHECK(complaint(repository, "../elsewhere.db").empty());
  CHECK(complaint(repository, ".git/ledger.db").empty());
}

TEST_CASE("a link to a ledger is held to the same, by its own name and by where it leads") {
  const TestRepository repository;
  repository.write("tidemark.yaml", "tidemark: 1\n");
  repository.write("ledger.db", "");
  repository.commit("with a ledger");
  std::filesystem::create_symlink("ledger.db", repository.root() / "other.db");
  CHECK(complaint(repository, "other.db") == tracked(repository, "other.db"));
  std::filesystem::create_symlink("/tmp/elsewhere.db", repository.root() / "outward.db");
  CHECK(complaint(repository, "outward.db").find("write /outward.db* into") != std::string::npos);
}

}  // namespace tidemark::pipeline
