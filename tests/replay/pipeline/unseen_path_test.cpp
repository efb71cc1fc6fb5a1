#include "replay/pipeline/unseen_path.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include "core/git/snapshot.hpp"
#include "tests/kit/folder.hpp"

namespace tidemark::pipeline {
namespace {

namespace fs = std::filesystem;

/// A repository with a workspace in `desk`, of which git knows only some files.
struct UnseenKit {
  UnseenKit() {
    for (const char* path : {"root/desk/run", "root/desk/tools/run", "root/desk/ignored/p",
                             "root/desk/prompts/a.md", "root/common/b.md", "outside/c"}) {
      fs::create_directories((folder.path() / path).parent_path());
      folder.write(path, "x");
    }
    fs::create_symlink("../../outside/c", folder.path() / "root/desk/link");
  }

  std::string unseen(const std::string& config) const {
    change::World world;
    world.folder = "desk/";
    world.files = std::make_shared<Known>();
    RunnerSpec runner;
    runner.config = config;
    return unseen_path(world, runner, folder.path() / "root/desk");
  }

  struct Known : git::Snapshot {
    const std::vector<git::File>& files() const override {
      static const std::vector<git::File> all = [] {
        std::vector<git::File> made;
        for (const char* path :
             {"common/b.md", "desk/link", "desk/prompts/a.md", "desk/run", "desk/tools/run"}) {
          git::File file;
          file.path = path;
          made.push_back(file);
        }
        return made;
      }();
      return all;
    }
    std::optional<std::string> read(const std::string&, std::size_t) const override { return {}; }
    std::string name() const override { return "known"; }
  };

  test::Folder folder;
};

}  // namespace

TEST_CASE("what a runner names is seen when git knows the file, or files in the folder") {
  const UnseenKit kit;
  CHECK(kit.unseen(R"({"command":["./run","prompts/a.md","../common/b.md"]})").empty());
  CHECK(kit.unseen(R"({"command":["run"],"folder":"tools"})").empty());
  CHECK(kit.unseen(R"({"folder":"prompts","at":["."]})").empty());
}

TEST_CASE("what is no path here is no matter") {
  const UnseenKit kit;
  CHECK(kit.unseen(R"({"url":"http://127.0.0.1:1/x","input":"/ticket/text","n":1})").empty());
  CHECK(kit.unseen(R"({"text":"a\u0000b","long":")" + std::string(5000, 'x') + "\"}").empty());
}

TEST_CASE("a path out of the repository, ignored, or a link out of it, is not seen") {
  const UnseenKit kit;
  CHECK(kit.unseen(R"({"command":["./run","../../outside/c"]})") == "../../outside/c");
  CHECK(kit.unseen(R"({"prompt":"ignored/p"})") == "ignored/p");
  CHECK(kit.unseen(R"({"folder":"ignored"})") == "ignored");
  CHECK(kit.unseen(R"({"command":["./p"],"folder":"tools/../ignored"})") == "tools/../ignored/./p");
  CHECK(kit.unseen(R"({"command":["./run","--model=../../outside/c"]})") == "../../outside/c");
  CHECK(kit.unseen(R"({"prompt":"link"})") == "link");
  const std::string absolute = (kit.folder.path() / "outside/c").string();
  CHECK(kit.unseen(R"({"command":[")" + absolute + "\"]}") == absolute);
}

TEST_CASE("a program in a folder of PATH is the machine's") {
  const UnseenKit kit;
  CHECK(kit.unseen(R"({"command":["/bin/sh","run"]})").empty());
}

}  // namespace tidemark::pipeline
