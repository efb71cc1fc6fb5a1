#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>

#include "core/git/repository.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::Repository;

TEST_CASE("a repository is found from any folder inside it") {
  const TestRepository repository;
  repository.write("teams/support/tidemark.yaml", "tidemark: 1\n");
  const auto found = Repository::discover(repository.root() / "teams/support");
  REQUIRE(found);
  CHECK(found->root() == repository.root());
}

TEST_CASE("what is open at the start of libgit2 does not limit what is opened later") {
  const TestRepository repository;
  REQUIRE(Repository::discover(repository.root()));
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  CHECK(limit.rlim_cur >= 20);
}

TEST_CASE("a folder outside any repository is a value, or an error for who needs one") {
  const TestFolder folder;
  CHECK_FALSE(Repository::discover(folder.root()));
  CHECK_FALSE(Repository::discover(folder.root() / "not/there"));
  CHECK(refusal([&] { Repository::open(folder.root()); }) ==
        "21: " + folder.root().string() +
            " is not inside a git repository (run git init, or name a folder that is)");
}

TEST_CASE("the caller's GIT_DIR and GIT_WORK_TREE do not lead elsewhere") {
  const TestRepository repository, other;
  const std::string commit = repository.commit("first");
  ::setenv("GIT_DIR", (other.root() / ".git").c_str(), 1);
  ::setenv("GIT_WORK_TREE", other.root().c_str(), 1);
  const auto opened = Repository::open(repository.root());
  CHECK(opened.root() == repository.root());
  CHECK(opened.head() == commit);
  ::unsetenv("GIT_DIR");
  ::unsetenv("GIT_WORK_TREE");
}

TEST_CASE("a linked worktree has its own root and HEAD") {
  const TestRepository repository;
  const std::string first = repository.commit("first");
  const TestFolder place;
  repository.git("worktree add -q -b side " + (place.root() / "tree").string());
  repository.commit("second");
  const auto side = Repository::open(place.root() / "tree");
  CHECK(side.root() == place.root() / "tree");
  CHECK(side.head() == first);
}

TEST_CASE("a bare repository can be read, but has no folder to work on") {
  const TestRepository repository("--bare -b main");
  const auto opened = Repository::open(repository.root());
  const std::string text = "21: " + repository.root().string() +
                           " is a bare repository, without files to work on (use a clone or git "
                           "worktree add)";
  CHECK(refusal([&] { opened.root(); }) == text);
  CHECK(refusal([&] { opened.working_tree(); }) == text);
}

TEST_CASE("a repository of SHA-256 names is refused by that name") {
  const TestRepository repository("-b main --object-format=sha256");
  CHECK(refusal([&] { Repository::open(repository.root()); }) ==
        "21: " + repository.root().string() +
            ": the repository names objects by SHA-256, which cannot be read (use a repository of "
            "the SHA-1 format, git init's default)");
}

TEST_CASE("a repository of another user is refused with the line that trusts it") {
  if (::geteuid() != 0) return;  // only root can give a folder away
  const TestRepository repository;
  REQUIRE(::chown(repository.root().c_str(), 1234, 1234) == 0);
  REQUIRE(::chown((repository.root() / ".git").c_str(), 1234, 1234) == 0);
  const std::string name = repository.root().string();
  CHECK(refusal([&] { Repository::open(repository.root()); }) ==
        "21: " + name +
            ": the repository belongs to another user (if you trust it: git config --global --add "
            "safe.directory " +
            name + ")");
}

TEST_CASE("a damaged configuration is an error, not the absence of a repository") {
  const TestRepository repository;
  repository.write(".git/config", "[core\n");
  const std::string text = refusal([&] { Repository::discover(repository.root()); });
  CHECK(text.find("21: " + repository.root().string() + ": cannot open the git repository: ") == 0);
}

TEST_CASE("the author is who commits here") {
  const TestRepository repository;
  const auto opened = Repository::open(repository.root());
  CHECK(opened.author() == "");
  repository.git("config user.name 'Ann Example'");
  CHECK(opened.author() == "Ann Example");
  repository.git("config user.email ann@example.com");
  CHECK(opened.author() == "Ann Example <ann@example.com>");
  ::setenv("GIT_AUTHOR_EMAIL", "ci@example.com", 1);
  CHECK(opened.author() == "Ann Example <ci@example.com>");
  ::unsetenv("GIT_AUTHOR_EMAIL");
}

TEST_CASE("nothing that a repository configures is run by reading it") {
  const TestRepository repository;
  repository.write("prompt.md", "be kind\n");
  repository.write(".gitattributes", "* filter=evil diff=evil merge=evil\n");
  repository.commit("first");
  repository.write("prompt.md", "be rude\n");
  repository.write("new.md", "hello\n");

  const std::string canary = (repository.root() / ".git/canary").string();
  const std::string evil = "touch " + canary + ";cat";
  for (const char* key :
       {"core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external",
        "diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.smudge",
        "filter.evil.process", "gpg.program", "credential.helper", "core.askPass"}) {
    repository.git(std::string("config ") + key + " '" + evil + "'");
  }
  repository.git("config filter.evil.required true");
  repository.git("config core.hooksPath " + (repository.root() / ".git/hooks").string());
  for (const char* hook : {"post-index-change", "fsmonitor-watchman", "post-checkout"}) {
    const std::string path = std::string(".git/hooks/") + hook;
    repository.write(path, "#!/bin/sh\n" + evil + "\n");
    std::filesystem::permissions(repository.root() / path, std::filesystem::perms::all);
  }

  const auto opened = Repository::open(repository.root());
  const auto before = opened.at("HEAD");
  const auto after = opened.working_tree();
  CHECK(difference(*before, *after).size() == 2);
  CHECK(after->read("prompt.md", 100) == "be rude\n");
  CHECK(before->read("prompt.md", 100) == "be kind\n");
  CHECK_FALSE(opened.is_clean());
  opened.author();
  opened.merge_base("HEAD", "main");
  CHECK_FALSE(std::filesystem::exists(canary));
}
