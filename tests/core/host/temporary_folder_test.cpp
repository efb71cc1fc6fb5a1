#include "core/host/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>

#include "tests/kit/temporary_place.hpp"

namespace tidemark::host {
namespace {

namespace fs = std::filesystem;
using test::TemporaryPlace;

/// What a process leaves that is killed while its worker has a file.
void leave_by_a_kill() {
  const pid_t killed = ::fork();
  REQUIRE(killed >= 0);
  if (killed == 0) {
    TemporaryFolders folders;
    const TemporaryFolder worker = folders.next();
    std::ofstream(worker.path() / "private") << "text";
    ::_exit(0);
  }
  ::waitpid(killed, nullptr, 0);
}

}  // namespace

TEST_CASE("each worker has a folder for its owner alone, removed with what is in it") {
  const TemporaryPlace place;
  {
    TemporaryFolders folders;
    const TemporaryFolder one = folders.next(), other = folders.next();
    CHECK(one.path() != other.path());
    CHECK(fs::status(one.path()).permissions() == fs::perms::owner_all);
    std::ofstream(one.path() / "left") << "text";
    fs::create_directories(other.path() / "a/b");
  }
  CHECK(place.is_empty());
}

TEST_CASE("a folder is removed at once only when nothing is in it") {
  const TemporaryPlace place;
  TemporaryFolders folders;
  TemporaryFolder one = folders.next(), other = folders.next();
  std::ofstream(other.path() / "left") << "text";
  const fs::path path = one.path();
  CHECK(one.remove_if_empty());
  CHECK_FALSE(fs::exists(path));
  CHECK_FALSE(other.remove_if_empty());
}

TEST_CASE("where no temporary folder can be made there is none") {
  ::setenv("TMPDIR", "/none", 1);
  CHECK(TemporaryFolders().next().path().empty());
  ::unsetenv("TMPDIR");
}

TEST_CASE("what killed processes left is removed, what is in use or nobody's of ours is not") {
  const TemporaryPlace place;
  std::optional<TemporaryFolders> living(std::in_place);
  const TemporaryFolder used = living->next();
  leave_by_a_kill();
  leave_by_a_kill();
  fs::create_directory_symlink("/", place.path() / "tidemark-workers-link");
  fs::create_directory(place.path() / "another");
  CHECK(std::distance(fs::directory_iterator(place.path()), {}) == 5);
  TemporaryFolders::remove_left();
  CHECK(std::distance(fs::directory_iterator(place.path()), {}) == 3);
  CHECK(fs::exists(used.path()));
  CHECK(fs::exists(place.path() / "another"));
  CHECK(fs::is_symlink(place.path() / "tidemark-workers-link"));
}

}  // namespace tidemark::host
