// A look that knows folders from an earlier one must find what a look at everything finds.

#include "core/git/disk.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "tests/core/git/kit.hpp"

namespace tidemark::git {
namespace {

namespace fs = std::filesystem;
using test::TestRepository;

constexpr std::int64_t second = 1'000'000'000;

std::int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
}

/// To this look every folder has long been as it is.
constexpr std::int64_t later = 60 * second;

IndexFile index_of(const TestRepository& repository) {
  auto index = IndexFile::read(repository.root() / ".git/index");
  REQUIRE(index);
  return *std::move(index);
}

std::string text_of(Disagreement found, const IndexFile& index) {
  std::sort(found.unknown.begin(), found.unknown.end());
  std::string text = found.unclear ? "unclear\n" : "";
  for (const std::size_t at : found.gone)
    text += "- " + std::string(index.entries()[at].path) + '\n';
  for (const std::size_t at : found.doubtful) {
    text += "? " + std::string(index.entries()[at].path) + '\n';
  }
  for (const std::string& path : found.unknown) text += "+ " + path + '\n';
  return text;
}

std::string seen(const TestRepository& repository, FolderNotes* notes) {
  const IndexFile index = index_of(repository);
  return text_of(compare_with_disk(repository.root(), index, notes), index);
}

/// Ends when the disk's clock has gone on, as it does while people and programs do something.
void wait_for_a_tick(const TestRepository& repository) {
  const fs::path probe = repository.root() / ".git/probe";
  const auto changed = [&] {
    repository.write(".git/probe", "");
    struct stat status {};
    ::stat(probe.c_str(), &status);
    return std::pair(status.st_ctim.tv_sec, status.st_ctim.tv_nsec);
  };
  for (const auto before = changed(); changed() == before;) {
  }
}

class Disturbance {
 public:
  Disturbance(const TestRepository& repository, std::mt19937& random)
      : repository_(repository), random_(random) {}

  void once() {
    const std::string folder = any_folder(), path = folder + "/f" + digit(4);
    switch (random_() % 14) {
      case 0:
        return quietly([&] { fs::remove_all(at(path)); });
      case 1:
        return quietly([&] { fs::remove_all(at(folder)); });
      case 2:
        return write(folder + "/new" + digit(3), "n");
      case 3:
        return write("u" + digit(2) + "/x/y", "untracked");
      case 4:
        return quietly([&] { fs::permissions(at(path), fs::perms::all); });
      case 5:
        return quietly([&] { fs::rename(at(path), at(any_folder() + "/f" + digit(4))); });
      case 6:
        return quietly([&] { fs::rename(at(folder), at("moved" + digit(2))); });
      case 7:
        return quietly([&] { fs::rename(at("moved" + digit(2)), at(any_folder())); });
      case 8:
        return replace(folder, [&] { write(folder, "a file now"); });
      case 9:
        return replace(path, [&] { write(path + "/inside", "a folder now"); });
      case 10:
        return replace(folder, [&] { fs::create_directory_symlink("d1", at(folder)); });
      case 11:
        return replace(path, [&] { fs::create_symlink("f0", at(path)); });
      case 12:
        return rewrite_with_the_same_time(path);
      default:
        repository_.git("add -A");
    }
  }

 private:
  std::string digit(unsigned below) { return std::to_string(random_() % below); }
  std::string any_folder() { return "d" + digit(3) + (random_() % 3 == 0 ? "" : "/e" + digit(2)); }
  fs::path at(const std::string& path) const { return repository_.root() / path; }

  /// What a disturbance of before has made impossible is not done.
  template <typename Act>
  static void quietly(const Act& act) try {
    act();
  } catch (const fs::filesystem_error&) {
  }

  void write(const std::string& path, const std::string& text) {
    quietly([&] {
      if (!fs::is_directory(at(path))) repository_.write(path, text);
    });
  }

  template <typename Act>
  void replace(const std::string& path, const Act& act) {
    quietly([&] {
      fs::remove_all(at(path));
      act();
    });
  }

  void rewrite_with_the_same_time(const std::string& path) {
    struct stat status {};
    if (::lstat(at(path).c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    repository_.write(path, std::string(static_cast<std::size_t>(status.st_size), 'z'));
    const timespec times[] = {status.st_atim, status.st_mtim};
    ::utimensat(AT_FDCWD, at(path).c_str(), times, 0);
  }

  const TestRepository& repository_;
  std::mt19937& random_;
};

void make(const TestRepository& repository) {
  for (const char* folder : {"d0", "d1", "d2"}) {
    for (int f = 0; f < 8; ++f) {
      repository.write(std::string(folder) + (f < 4 ? "/e0" : "/e1") + "/f" + std::to_string(f % 4),
                       std::to_string(f % 3));
    }
    repository.write(std::string(folder) + "/f0", "x");
  }
  repository.write("top", "t");
  repository.commit("first");
}

}  // namespace

TEST_CASE("whatever is done between two looks, the second one sees it") {
  std::mt19937 random(11);
  std::size_t known = 0;
  for (int world = 0; world < 10; ++world) {
    const TestRepository repository;
    make(repository);
    std::string bytes;
    for (int round = 0; round < 25; ++round) {
      FolderNotes notes(bytes, now() + later);
      const std::string quick = seen(repository, &notes);
      CHECK(quick == seen(repository, nullptr));
      known += bytes.empty() || notes.is_new() ? 0 : 1;
      if (notes.is_new()) bytes = notes.bytes();
      wait_for_a_tick(repository);
      for (auto times = random() % 3; times != 0; --times) Disturbance(repository, random).once();
    }
  }
  CHECK(known > 20);
}

TEST_CASE("a folder that nobody touched is not listed again") {
  const TestRepository repository;
  make(repository);
  FolderNotes first("", now() + later);
  CHECK(seen(repository, &first) == "");
  REQUIRE(first.is_new());
  FolderNotes second(first.bytes(), now() + later);
  CHECK(seen(repository, &second) == "");
  CHECK_FALSE(second.is_new());
  CHECK(second.bytes() == first.bytes());
}

TEST_CASE("a folder that changed a moment ago may change again unseen, so it is not noted") {
  const TestRepository repository;
  make(repository);
  FolderNotes notes("", now());
  seen(repository, &notes);
  CHECK_FALSE(notes.is_new());
  CHECK(notes.bytes() == "");
}

TEST_CASE("notes that nobody made know nothing, and do no harm") {
  const TestRepository repository;
  make(repository);
  repository.write("d1/new", "n");
  FolderNotes good("", now() + later);
  seen(repository, &good);
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    std::string bytes = good.bytes();
    bytes[random() % bytes.size()] ^= static_cast<char>(1 + random() % 255);
    if (round % 5 == 0) bytes.resize(random() % bytes.size());
    FolderNotes notes(bytes, now() + later);
    CHECK(seen(repository, &notes) == "+ d1/new\n");
  }
}

}  // namespace tidemark::git
