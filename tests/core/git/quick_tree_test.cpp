// The quick ways must say what libgit2 says, whatever lies on disk.

#include "core/git/quick_tree.hpp"

#include <doctest/doctest.h>

#include <random>

#include "core/git/repository.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::FileChange;
using tidemark::git::Repository;
using tidemark::git::Snapshot;

namespace {

std::string text_of(const std::vector<FileChange>& changes) {
  std::string text;
  for (const FileChange& change : changes) {
    text +=
        change.path + ' ' + change.from + ' ' + change.to + (change.mode_changed ? " m\n" : "\n");
  }
  return text;
}

/// A copy of a snapshot that has nothing but its list.
class NotATree final : public Snapshot {
 public:
  explicit NotATree(const Snapshot& other) : files_(other.files()) {}
  const std::vector<tidemark::git::File>& files() const override { return files_; }
  std::optional<std::string> read(const std::string&, std::size_t) const override { return {}; }
  std::string name() const override { return "listed"; }

 private:
  std::vector<tidemark::git::File> files_;
};

/// What a person, an editor or a build may do to a working tree.
void disturb(const TestRepository& repository, std::mt19937& random) {
  const auto any = [&] {
    return "d" + std::to_string(random() % 3) + "/e" + std::to_string(random() % 2) + "/f" +
           std::to_string(random() % 4);
  };
  const std::string path = any();
  const auto full = repository.root() / path;
  switch (random() % 10) {
    case 0:
      repository.remove(path);
      break;
    case 1:
      repository.remove(path.substr(0, 2));
      break;
    case 2:
      repository.write(path.substr(0, 5) + "/new" + std::to_string(random() % 9), "n");
      break;
    case 3:
      repository.write("u" + std::to_string(random() % 3) + "/x/y", "untracked");
      break;
    case 4:
      repository.write(path.substr(0, 5) + "/ignored.log", "i");
      break;
    case 5:
      if (std::filesystem::is_regular_file(full)) {
        std::filesystem::permissions(full, std::filesystem::perms::owner_exec,
                                     std::filesystem::perm_options::add);
      }
      break;
    case 6:
      repository.remove(path);
      if (std::filesystem::is_directory(full.parent_path())) {
        std::filesystem::create_symlink("nowhere", full);
      }
      break;
    case 7:
      repository.git("add -A");
      break;
    default:
      if (!std::filesystem::is_directory(full) && !std::filesystem::is_symlink(full)) {
        repository.write(path, std::to_string(random() % 5));
      }
  }
}

/// The files below a folder by what git has under the folder's id; "" for an id that is not known.
std::string tree_of(const TestRepository& repository, const std::string& id) {
  if (id.empty()) return "";
  std::string hex;
  for (const unsigned char byte : id)
    hex += {"0123456789abcdef"[byte >> 4U], "0123456789abcdef"[byte & 15U]};
  return repository.git("ls-tree -r " + hex);
}

std::string files_below(const std::string& folder, const Snapshot& snapshot) {
  std::string text;
  for (const auto& file : snapshot.files()) {
    if (!file.path.starts_with(folder)) continue;
    const char* mode = file.symlink ? "120000" : file.executable ? "100755" : "100644";
    text += (text.empty() ? "" : "\n") + std::string(mode) + " blob " + file.blob + '\t' +
            file.path.substr(folder.size());
  }
  return text;
}

void make_all(const TestRepository& repository) {
  for (int d = 0; d < 3; ++d) {
    for (int f = 0; f < 8; ++f) {
      repository.write(
          "d" + std::to_string(d) + "/e" + std::to_string(f / 4) + "/f" + std::to_string(f % 4),
          std::to_string(f % 3));
    }
  }
  repository.write(".gitignore", "*.log\nu2/\n");
  repository.commit("first");
}

}  // namespace

TEST_CASE("a working tree is what libgit2 finds, after whatever was done to it") {
  std::mt19937 random(4);
  for (int world = 0; world < 6; ++world) {
    const TestRepository repository;
    make_all(repository);
    for (int round = 0; round < 12; ++round) {
      disturb(repository, random);
      const auto opened = Repository::open(repository.root());
      const auto quick = opened.working_tree();
      // Told to ignore case, ours steps back; on this disk that changes nothing else.
      repository.git("config core.ignorecase true");
      const auto slow = Repository::open(repository.root()).working_tree();
      repository.git("config core.ignorecase false");
      REQUIRE(quick->files() == slow->files());
      const auto head = opened.glance_at("HEAD");
      CHECK(text_of(difference(*head, *quick)) ==
            text_of(difference(NotATree(*head), NotATree(*slow))));
      CHECK(quick->paths_below("d1/") == NotATree(*slow).paths_below("d1/"));
      for (const char* folder : {"", "d1/", "d2/e0/"}) {
        CHECK(files_below(folder, *head) == tree_of(repository, head->folder_id(folder)));
        const std::string id = quick->folder_id(folder);
        if (!id.empty()) CHECK(files_below(folder, *slow) == tree_of(repository, id));
      }
    }
  }
}

TEST_CASE("a working tree that nobody touched has the ids of its commit's folders") {
  const TestRepository repository;
  make_all(repository);
  const auto opened = Repository::open(repository.root());
  CHECK(opened.working_tree()->folder_id("d1/") == opened.glance_at("HEAD")->folder_id("d1/"));
  CHECK(opened.working_tree()->folder_id("d1/").size() == 20);
  repository.write("d1/e1/new", "n");
  CHECK(Repository::open(repository.root()).working_tree()->folder_id("d1/").empty());
  CHECK(Repository::open(repository.root()).working_tree()->folder_id("d0/").size() == 20);
}

TEST_CASE("two commits differ by what their lists differ by") {
  std::mt19937 random(9);
  const TestRepository repository;
  make_all(repository);
  std::vector<std::string> commits = {repository.git("rev-parse HEAD")};
  for (int i = 0; i < 8; ++i) {
    for (int round = 0; round < 4; ++round) disturb(repository, random);
    repository.write("marker", std::to_string(i));
    commits.push_back(repository.commit("next"));
  }
  const auto opened = Repository::open(repository.root());
  for (const std::string& one : commits) {
    for (const std::string& other : commits) {
      const auto before = opened.glance_at(one), after = opened.glance_at(other);
      CHECK(text_of(difference(*before, *after)) ==
            text_of(difference(NotATree(*opened.at(one)), NotATree(*opened.at(other)))));
    }
  }
}

TEST_CASE("a file of a commit is found without the others, and only it") {
  const TestRepository repository;
  make_all(repository);
  const auto glance = Repository::open(repository.root()).glance_at("HEAD");
  REQUIRE(glance->find("d0/e1/f2"));
  CHECK(*glance->find("d0/e1/f2") == *NotATree(*glance).find("d0/e1/f2"));
  CHECK(glance->find("d0/e1") == nullptr);
  CHECK(glance->find("d0/e1/f2/g") == nullptr);
  CHECK(glance->find("d0/e9/f2") == nullptr);
  CHECK(glance->find("") == nullptr);
  CHECK(glance->paths_below("d1/e1/") == NotATree(*glance).paths_below("d1/e1/"));
  CHECK(glance->paths_below("no/").empty());
  CHECK(glance->folder_id("no/e1/").empty());
  CHECK(glance->folder_id("d1/e1/f2/").empty());
}

TEST_CASE("many files of a commit are found as in its list, whatever git's index has") {
  std::mt19937 random(7);
  const TestRepository repository;
  for (int i = 0; i < 30; ++i) {
    const std::string folder = "d" + std::to_string(i % 3) + "/e" + std::to_string(i);
    repository.write(folder + "/f" + std::to_string(i % 4), std::to_string(i));
  }
  // Those that git will be told of come late, when many folders are open.
  std::vector<std::string> paths;
  for (int i = 89; i >= 0; --i) {
    paths.push_back("d" + std::to_string(i % 3) + "/e" + std::to_string(i % 45) + "/f" +
                    std::to_string(i % 4));
  }
  const std::string first = repository.commit("first");
  repository.git("rm -q d0/e0/f0");
  repository.commit("second");
  for (const char* act : {"status", "update-index --index-version 4", "rm -q --cached d1/e1/f1",
                          "add -A", "update-index --assume-unchanged d2/e2/f2"}) {
    repository.git(act);
    const auto opened = Repository::open(repository.root());
    for (const std::string& commit : {first, std::string("HEAD")}) {
      const auto glance = opened.glance_at(commit), whole = opened.at(commit);
      const auto at_once = opened.glance_at(commit);
      at_once->prepare_to_find();
      const auto all = at_once->find_all(paths);
      for (std::size_t i = 0; i < paths.size(); ++i) {
        const std::string& path = paths[i];
        const auto* found = glance->find(path);
        const auto* listed = NotATree(*whole).find(path);
        REQUIRE((found != nullptr) == (whole->find(path) != nullptr));
        REQUIRE((found != nullptr) == (listed != nullptr));
        REQUIRE((found != nullptr) == (all[i] != nullptr));
        if (found == nullptr) continue;
        CHECK(*found == *whole->find(path));
        CHECK(*found == *all[i]);
      }
      CHECK(glance->find("d0/e0") == nullptr);
      CHECK(glance->find("d0/e3") == nullptr);
    }
    disturb(repository, random);
  }
}

TEST_CASE("a file is no longer what was looked at once it is written") {
  const TestRepository repository;
  repository.write("plain", "a\n");
  repository.commit("first");
  const auto files = Repository::open(repository.root()).working_tree();
  CHECK(files->is_content_of("plain", "a\n"));
  CHECK_FALSE(files->is_content_of("plain", "b\n"));
  CHECK_FALSE(files->is_content_of("gone", "a\n"));
  repository.write(".gitattributes", "prompt text eol=crlf\n");
  repository.write("prompt", "be kind\r\n");
  const auto converted = Repository::open(repository.root()).working_tree();
  CHECK(converted->is_content_of("prompt", "be kind\r\n"));
  CHECK(converted->is_content_of("plain", "a\n"));
  CHECK_FALSE(converted->is_content_of("prompt", "be rude\r\n"));
  CHECK_FALSE(converted->is_content_of("gone", ""));
}

TEST_CASE("a folder that is missing from a commit is an error wherever it is needed") {
  const TestRepository repository;
  make_all(repository);
  repository.write("d1/only", "here");
  repository.commit("second");
  const std::string id = repository.git("rev-parse HEAD:d1");
  repository.remove(".git/objects/" + id.substr(0, 2) + "/" + id.substr(2));
  const auto glance = Repository::open(repository.root()).glance_at("HEAD");
  CHECK(glance->find("d0/e0/f0") != nullptr);
  const std::string expected =
      "21: commit " + glance->name() +
      ": the list of files of 'd1/' is not here: an object is missing from the git repository (run "
      "git fsck)";
  CHECK(refusal([&] { glance->find("d1/e0/f0"); }) == expected);
  CHECK(refusal([&] { glance->paths_below("d1/"); }) == expected);
  CHECK(refusal([&] { Repository::open(repository.root()).at("HEAD"); }) == expected);
}

TEST_CASE("only where something converts may a blob lie on disk as other bytes") {
  const TestRepository repository;
  make_all(repository);
  CHECK_FALSE(Repository::open(repository.root()).working_tree()->converts());
  repository.write("d1/.gitattributes", "*.yaml text eol=crlf\n");
  CHECK(Repository::open(repository.root()).working_tree()->converts());
  CHECK_FALSE(Repository::open(repository.root()).glance_at("HEAD")->converts());
}
