#include <doctest/doctest.h>

#include <thread>

#include "core/git/repository.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::Repository;
using tidemark::git::Snapshot;

namespace {

constexpr std::size_t limit = 1000;

std::string paths(const Snapshot& snapshot) {
  std::string text;
  for (const auto& file : snapshot.files()) text += (text.empty() ? "" : ", ") + file.path;
  return text;
}

/// What a commit of the tree of these `git mktree` lines is answered.
std::string refused_tree(const TestRepository& repository, const std::string& lines) {
  const std::string commit = repository.commit_tree(lines);
  const std::string text = refusal([&] { Repository::open(repository.root()).at(commit); });
  const std::string name = "23: commit " + commit.substr(0, 8) + ": ";
  return text.rfind(name, 0) == 0 ? text.substr(name.size()) : text;
}

std::string blob_in(const TestRepository& repository) {
  return repository.git("hash-object -w --stdin", "evil\n");
}

std::string object_path(const std::string& id) {
  return ".git/objects/" + id.substr(0, 2) + "/" + id.substr(2);
}

}  // namespace

TEST_CASE("a commit's files are read without a checkout, sorted by path") {
  const TestRepository repository;
  repository.write("b", "second\n");
  repository.write("a/z", "first\n");
  repository.write("a.txt", "dot before slash\n");
  const std::string commit = repository.commit("first");
  repository.remove("a");
  repository.write("b", "changed on disk\n");

  const auto snapshot = Repository::open(repository.root()).at("main");
  CHECK(snapshot->name() == commit.substr(0, 8));
  CHECK(paths(*snapshot) == "a.txt, a/z, b");
  CHECK(snapshot->read("a/z", limit) == "first\n");
  CHECK(snapshot->read("b", limit) == "second\n");
  CHECK(snapshot->read("c", limit) == std::nullopt);
  REQUIRE(snapshot->find("b"));
  CHECK(snapshot->find("b")->blob == repository.git("rev-parse HEAD:b"));
}

TEST_CASE("a file over the limit is refused before it is read") {
  const TestRepository repository;
  repository.write("golden.jsonl", std::string(limit + 1, 'x'));
  const std::string commit = repository.commit("first");
  const auto snapshot = Repository::open(repository.root()).at("HEAD");
  CHECK(refusal([&] { snapshot->read("golden.jsonl", limit); }) ==
        "21: commit " + commit.substr(0, 8) +
            ": 'golden.jsonl': larger than the limit of 1000 bytes");
  CHECK(snapshot->read("golden.jsonl", limit + 1)->size() == limit + 1);
}

TEST_CASE("executable files, links and submodules are told from plain files") {
  const TestRepository repository;
  repository.write("plain", "x\n");
  repository.write("run", "#!/bin/sh\n");
  std::filesystem::permissions(repository.root() / "run", std::filesystem::perms::owner_all);
  std::filesystem::create_symlink("/etc/passwd", repository.root() / "tidemark.yaml");
  const std::string first = repository.commit("first");
  repository.git("update-index --add --cacheinfo 160000," + first + ",vendor/models");
  repository.git("commit -q -m submodule");
  const auto snapshot = Repository::open(repository.root()).at("HEAD");
  const std::string commit = "21: commit " + snapshot->name();

  CHECK(paths(*snapshot) == "plain, run, tidemark.yaml, vendor/models");
  CHECK_FALSE(snapshot->find("plain")->executable);
  CHECK(snapshot->find("run")->executable);
  CHECK(snapshot->find("tidemark.yaml")->symlink);
  CHECK(refusal([&] { snapshot->read("tidemark.yaml", limit); }) ==
        commit +
            ": 'tidemark.yaml' is a symbolic link, which is not followed (put the file itself "
            "there)");
  CHECK(snapshot->find("vendor/models")->submodule);
  CHECK(snapshot->find("vendor/models")->blob == first);
  CHECK(refusal([&] { snapshot->read("vendor/models", limit); }) ==
        commit +
            ": 'vendor/models' is a submodule, whose files are not read (put the file itself "
            "there)");
}

TEST_CASE("a tree that leads out of its folder is refused") {
  const TestRepository repository;
  const std::string blob = blob_in(repository);
  const std::string tail =
      "' could lead outside its folder or into .git (rewrite the history without it)";
  const auto entry = [&](const std::string& name) { return "100644 blob " + blob + "\t" + name; };
  CHECK(refused_tree(repository, entry("..")) == "the path '.." + tail);
  CHECK(refused_tree(repository, entry(".")) == "the path '." + tail);
  CHECK(refused_tree(repository, entry(".git")) == "the path '.git" + tail);
  CHECK(refused_tree(repository, entry(".GIT")) == "the path '.GIT" + tail);
  const std::string inner = repository.git("mktree", entry("passwd"));
  CHECK(refused_tree(repository, "040000 tree " + inner + "\t..") == "the path '.." + tail);
  const std::string middle = repository.git("mktree", "040000 tree " + inner + "\t.git");
  CHECK(refused_tree(repository, "040000 tree " + middle + "\ta") == "the path 'a/.git" + tail);
}

TEST_CASE("an entry whose name contains a slash is refused") {
  const TestRepository repository;
  const std::string blob = blob_in(repository);
  // The raw form of a tree, as git itself would never write it.
  std::string bytes;
  for (std::size_t i = 0; i < blob.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(blob.substr(i, 2), nullptr, 16));
  }
  const std::string tree = repository.git("hash-object -t tree -w --literally --stdin",
                                          std::string("100644 a/b") + '\0' + bytes);
  const std::string commit = repository.git("commit-tree -m hostile " + tree);
  CHECK(refusal([&] { Repository::open(repository.root()).at(commit); }) ==
        "23: commit " + commit.substr(0, 8) +
            ": the path 'a/b//' could lead outside its folder or into .git (rewrite the history "
            "without it)");
}

TEST_CASE("a tree that names a path twice is refused") {
  const TestRepository repository;
  const std::string line = "100644 blob " + blob_in(repository) + "\ttidemark.yaml\n";
  CHECK(refused_tree(repository, line + line) ==
        "the path 'tidemark.yaml' is there twice (rewrite the history without it)");
}

TEST_CASE("a tree that names itself many times over is refused, quickly") {
  const TestRepository repository;
  std::string inner = repository.git("mktree", "100644 blob " + blob_in(repository) + "\tf");
  for (int level = 0; level < 9; ++level) {
    std::string lines;
    for (char name = 'a'; name < 'k'; ++name) {
      lines += "040000 tree " + inner + "\t" + name + "\n";
    }
    inner = repository.git("mktree", lines);
  }
  CHECK(refused_tree(repository, "040000 tree " + inner + "\tbomb") ==
        "more than 2000000 files and folders");
}

TEST_CASE("file names are bytes") {
  const TestRepository repository;
  for (const char* name : {"-rf", "a\nb", "caf\xc3\xa9", "cafe\xcc\x81", "\xff\xfe", "\x1b[2J"}) {
    repository.write(name, name);
  }
  repository.commit("first");
  const auto snapshot = Repository::open(repository.root()).at("HEAD");
  CHECK(snapshot->files().size() == 6);
  CHECK(snapshot->read("\xff\xfe", limit) == "\xff\xfe");
  CHECK(snapshot->read("a\nb", limit) == "a\nb");
  CHECK(refusal([&] { snapshot->read("\x1b[2J", 1); }) ==
        "21: commit " + snapshot->name() + ": '\\x1b[2J': larger than the limit of 1 bytes");
}

TEST_CASE("a path of any length that git can hold is read or refused") {
  const TestRepository repository;
  std::string line = "100644 blob " + blob_in(repository) + "\tf";
  for (int level = 0; level < 17; ++level) {
    const std::string tree = repository.git("mktree", line);
    line = "040000 tree " + tree + "\t" + std::string(250, 'd');
  }
  CHECK(refused_tree(repository, line) ==
        "the path '" + std::string(60, 'd') + "...' is longer than 4096 bytes");
}

TEST_CASE("content that is missing from a damaged repository is an error") {
  const TestRepository repository;
  repository.write("prompt.md", "be kind\n");
  const std::string commit = repository.commit("first").substr(0, 8);
  const std::string blob = repository.git("rev-parse HEAD:prompt.md");
  repository.remove(object_path(blob));
  const auto snapshot = Repository::open(repository.root()).at("HEAD");
  CHECK(refusal([&] { snapshot->read("prompt.md", limit); }) ==
        "21: commit " + commit +
            ": 'prompt.md': an object is missing from the git repository (run git fsck)");
}

TEST_CASE("content that a partial clone left out is an error that says so") {
  const TestRepository origin;
  origin.write("prompt.md", "be kind\n");
  const std::string commit = origin.commit("first").substr(0, 8);
  origin.git("config uploadpack.allowFilter true");
  const TestFolder clone;
  run_git(clone.root(),
          "clone -q --filter=blob:none --no-checkout file://" + origin.root().string() + " .");
  const auto snapshot = Repository::open(clone.root()).at("HEAD");
  CHECK(paths(*snapshot) == "prompt.md");
  CHECK(refusal([&] { snapshot->read("prompt.md", limit); }) ==
        "21: commit " + commit +
            ": 'prompt.md': its content is not here: a partial clone (clone without --filter)");
}

TEST_CASE("a list of files that is missing is an error, not an empty folder") {
  const TestRepository repository;
  repository.write("prompts/a.md", "be kind\n");
  const std::string commit = repository.commit("first").substr(0, 8);
  repository.remove(object_path(repository.git("rev-parse HEAD:prompts")));
  CHECK(refusal([&] { Repository::open(repository.root()).at("HEAD"); }) ==
        "21: commit " + commit +
            ": the list of files of 'prompts/' is not here: an object is missing from the git "
            "repository (run git fsck)");
}

TEST_CASE("content whose bytes are not what its name says is an error") {
  const TestRepository repository;
  repository.write("prompt.md", "be kind\n");
  repository.write("other.md", "be rude\n");
  repository.commit("first");
  const auto place = [&](const char* path) {
    const auto file =
        repository.root() / object_path(repository.git("rev-parse HEAD:" + std::string(path)));
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
  };
  std::filesystem::copy_file(place("other.md"), place("prompt.md"),
                             std::filesystem::copy_options::overwrite_existing);
  const auto snapshot = Repository::open(repository.root()).at("HEAD");
  const std::string text = refusal([&] { snapshot->read("prompt.md", limit); });
  CHECK(text.find("21: commit " + snapshot->name() +
                  ": 'prompt.md': cannot be read from the git repository: ") == 0);
}

TEST_CASE("a snapshot may be read from any thread, also when its repository is gone") {
  const TestRepository repository;
  for (int i = 0; i < 20; ++i) repository.write("f" + std::to_string(i), std::to_string(i));
  repository.commit("first");
  const auto snapshot = Repository::open(repository.root()).at("HEAD");
  std::vector<int> right(4);
  std::vector<std::jthread> threads;
  for (int& count : right) {
    threads.emplace_back([&count, &snapshot] {
      for (int i = 0; i < 20; ++i) {
        const std::string text = std::to_string(i);
        if (snapshot->read("f" + text, 10) == text) ++count;
      }
    });
  }
  threads.clear();
  CHECK(right == std::vector<int>(4, 20));
}
