#include <doctest/doctest.h>
#include <sys/stat.h>

#include "core/git/repository.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::Repository;
using tidemark::git::Snapshot;

namespace {

constexpr std::size_t most_bytes = 1000;

std::string paths_of(const Snapshot& snapshot) {
  std::string text;
  for (const auto& file : snapshot.files()) text += (text.empty() ? "" : ", ") + file.path;
  return text;
}

/// Paths by which the working tree differs from HEAD: `+` added, `-` removed, `~` else.
std::string moved(const TestFolder& folder) {
  const auto repository = Repository::open(folder.root());
  std::string text;
  for (const auto& change : difference(*repository.at("HEAD"), *repository.working_tree())) {
    const char* sign = change.from.empty() ? "+" : change.to.empty() ? "-" : "~";
    text += (text.empty() ? "" : ", ") + std::string(sign) + change.path;
  }
  return text;
}

struct Desk : TestRepository {
  Desk() {
    write("kept", "kept\n");
    write("prompt.md", "be kind\n");
    write("data/a.csv", "1\n");
    write(".gitignore", "*.log\n");
    commit("first");
  }
};

}  // namespace

TEST_CASE("an untouched working tree is what HEAD says") {
  const Desk world;
  const auto repository = Repository::open(world.root());
  const auto snapshot = repository.working_tree();
  CHECK(snapshot->name() == "working tree");
  CHECK(paths_of(*snapshot) == ".gitignore, data/a.csv, kept, prompt.md");
  CHECK(snapshot->files() == repository.at("HEAD")->files());
  CHECK(repository.is_clean());
}

TEST_CASE("the working tree has what is on disk: staged or not, tracked or new, never ignored") {
  const Desk world;
  world.write("prompt.md", "be rude\n");  // as long as before
  world.write("new.md", "new\n");
  world.write("folder/deep/new.md", "new\n");
  world.write("debug.log", "ignored\n");
  world.remove("data/a.csv");
  world.write("staged", "staged\n");
  world.git("add staged");
  const auto repository = Repository::open(world.root());
  const auto snapshot = repository.working_tree();
  CHECK(moved(world) == "-data/a.csv, +folder/deep/new.md, +new.md, ~prompt.md, +staged");
  CHECK(snapshot->read("prompt.md", most_bytes) == "be rude\n");
  CHECK(snapshot->read("data/a.csv", most_bytes) == std::nullopt);
  CHECK(snapshot->read("debug.log", most_bytes) == std::nullopt);
  CHECK(snapshot->find("new.md")->blob == world.git("hash-object new.md"));
  CHECK_FALSE(repository.is_clean());
}

TEST_CASE("what lies on disk counts, not what is staged") {
  const Desk world;
  world.write("prompt.md", "staged text\n");
  world.git("add prompt.md");
  world.write("prompt.md", "be kind\n");
  world.git("rm -q --cached kept");
  CHECK(moved(world) == "");
  CHECK(Repository::open(world.root()).is_clean());
}

TEST_CASE("what is read in pieces is what is read") {
  const Desk world;
  const auto now = Repository::open(world.root()).working_tree();
  const auto head = Repository::open(world.root()).at("HEAD");
  for (const auto& files : {now, head}) {
    CHECK(in_pieces(*files, "data/a.csv") == files->read("data/a.csv", most_bytes));
    CHECK(in_pieces(*files, "data/none.csv") == std::nullopt);
  }
}

TEST_CASE("a changed kind of file is a change") {
  const Desk world;
  std::filesystem::permissions(world.root() / "prompt.md", std::filesystem::perms::owner_all);
  world.remove("kept");
  std::filesystem::create_symlink("prompt.md", world.root() / "kept");
  world.remove("data");
  world.write("data", "a file now\n");
  const auto snapshot = Repository::open(world.root()).working_tree();
  CHECK(moved(world) == "+data, -data/a.csv, ~kept, ~prompt.md");
  CHECK(snapshot->find("prompt.md")->executable);
  CHECK(snapshot->find("kept")->symlink);
  CHECK(refusal([&] { snapshot->read("kept", most_bytes); }) ==
        "21: working tree: 'kept' is a symbolic link, which is not followed (put the file itself "
        "there)");
}

TEST_CASE("a folder in a file's place is a change") {
  const Desk world;
  world.remove("kept");
  world.write("kept/inner", "x\n");
  CHECK(moved(world) == "-kept, +kept/inner");
}

TEST_CASE("a file that becomes a link or a pipe after the look is not followed") {
  const Desk world;
  const auto snapshot = Repository::open(world.root()).working_tree();
  world.remove("kept");
  std::filesystem::create_symlink("/etc/passwd", world.root() / "kept");
  CHECK(refusal([&] { snapshot->read("kept", most_bytes); }) ==
        "21: " + (world.root() / "kept").string() +
            ": a symbolic link, which is not followed (put the file itself there)");
  world.remove("prompt.md");
  REQUIRE(::mkfifo((world.root() / "prompt.md").c_str(), 0600) == 0);
  CHECK(refusal([&] { snapshot->read("prompt.md", most_bytes); }) ==
        "21: " + (world.root() / "prompt.md").string() + ": not a regular file");
  const TestFolder elsewhere;
  elsewhere.write("a.csv", "secret\n");
  world.remove("data");
  std::filesystem::create_directory_symlink(elsewhere.root(), world.root() / "data");
  CHECK(snapshot->read("data/a.csv", most_bytes) == std::nullopt);
}

TEST_CASE("pipes and nested repositories are no files of the working tree") {
  const Desk world;
  REQUIRE(::mkfifo((world.root() / "pipe").c_str(), 0600) == 0);
  world.git("init -q nested");
  world.write("nested/file", "x\n");
  CHECK(moved(world) == "");
  world.remove("kept");
  REQUIRE(::mkfifo((world.root() / "kept").c_str(), 0600) == 0);
  CHECK(moved(world) == "-kept");
}

TEST_CASE("a file that git was told not to watch is looked at all the same") {
  const Desk world;
  world.git("update-index --assume-unchanged prompt.md");
  world.git("update-index --assume-unchanged kept");
  world.write("prompt.md", "be rude\n");
  world.remove("kept");
  CHECK(moved(world) == "-kept, ~prompt.md");
  CHECK_FALSE(Repository::open(world.root()).is_clean());
}

TEST_CASE("files that a sparse checkout leaves out are as the index has them") {
  const Desk world;
  world.git("sparse-checkout set --no-cone /kept /.gitignore");
  REQUIRE_FALSE(std::filesystem::exists(world.root() / "data/a.csv"));
  const auto snapshot = Repository::open(world.root()).working_tree();
  CHECK(moved(world) == "");
  CHECK(snapshot->read("data/a.csv", most_bytes) == "1\n");
  CHECK(in_pieces(*snapshot, "data/a.csv") == "1\n");
  world.write("data/a.csv", "put back by hand\n");
  CHECK(moved(world) == "~data/a.csv");
}

TEST_CASE("line endings that git converts are no change") {
  const TestRepository repository;
  repository.write(".gitattributes", "*.md text eol=crlf\n");
  repository.write("prompt.md", "be kind\r\n");
  repository.commit("first");
  repository.write("prompt.md", "be kind\r\n");  // another time stamp
  CHECK(moved(repository) == "");
  repository.write("prompt.md", "be rude\r\n");
  CHECK(moved(repository) == "~prompt.md");
}

TEST_CASE("a merge conflict is as it lies on disk") {
  const Desk world;
  world.git("checkout -q -b side");
  world.write("prompt.md", "be brief\n");
  world.commit("side");
  world.git("checkout -q main");
  world.write("prompt.md", "be polite\n");
  world.commit("main");
  CHECK_THROWS(world.git("merge -q side"));
  const auto snapshot = Repository::open(world.root()).working_tree();
  CHECK(moved(world) == "~prompt.md");
  CHECK(snapshot->read("prompt.md", most_bytes)->substr(0, 7) == "<<<<<<<");
}

TEST_CASE("a submodule is the commit that is checked out") {
  const Desk library;
  const TestRepository repository;
  repository.git("submodule --quiet add " + library.root().string() + " lib");
  repository.commit("first");
  CHECK(moved(repository) == "");

  repository.write("lib/prompt.md", "be rude\n");
  CHECK(moved(repository) == "~lib");
  CHECK(Repository::open(repository.root()).working_tree()->find("lib")->blob ==
        library.git("rev-parse HEAD") + "-dirty");

  run_git(repository.root() / "lib", "commit -q -a -m second");
  CHECK(Repository::open(repository.root()).working_tree()->find("lib")->blob ==
        run_git(repository.root() / "lib", "rev-parse HEAD"));
  CHECK_FALSE(Repository::open(repository.root()).is_clean());
}

TEST_CASE("a submodule that is not checked out is no change") {
  const Desk library;
  const TestRepository repository;
  repository.git("submodule --quiet add " + library.root().string() + " lib");
  repository.commit("first");
  const TestFolder clone;
  run_git(clone.root(), "clone -q file://" + repository.root().string() + " .");
  CHECK(moved(clone) == "");
  clone.remove("lib");
  CHECK(moved(clone) == "");
}

TEST_CASE("a repository without a commit has a working tree") {
  const TestRepository repository;
  repository.write("tidemark.yaml", "tidemark: 1\n");
  CHECK(paths_of(*Repository::open(repository.root()).working_tree()) == "tidemark.yaml");
}

TEST_CASE("looking at a working tree writes nothing") {
  const Desk world;
  world.write("prompt.md", "be kind\n");
  const auto before = std::filesystem::last_write_time(world.root() / ".git/index");
  CHECK(Repository::open(world.root()).is_clean());
  CHECK(std::filesystem::last_write_time(world.root() / ".git/index") == before);
}
