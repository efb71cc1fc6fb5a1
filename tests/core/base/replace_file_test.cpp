#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "tests/kit/folder.hpp"

namespace tidemark {
namespace {

using test::Folder;

std::size_t files_in(const Folder& folder) {
  const std::filesystem::directory_iterator all(folder.path());
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("what a killed writer left is written over, and removed when asked") {
  const Folder folder;
  folder.write(".x.tidemark-new", "half");
  write_file_atomically(folder / "x", "new");
  CHECK(folder.read("x") == "new");
  CHECK(files_in(folder) == 1);
  folder.write(".x.tidemark-new", "half");
  remove_unfinished(folder / "x");
  CHECK(files_in(folder) == 1);
  remove_unfinished(folder / "x");
  CHECK(folder.read("x") == "new");
}

TEST_CASE("what somebody is writing is not removed") {
  const Folder folder;
  folder.write(".x.tidemark-new", "half");
  const int file = ::open((folder / ".x.tidemark-new").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(::flock(file, LOCK_EX) == 0);
  remove_unfinished(folder / "x");
  CHECK(folder.read(".x.tidemark-new") == "half");
  ::close(file);
}

TEST_CASE("nothing is written through what somebody planted beside a file") {
  const Folder folder;
  folder.write("victim", "precious");
  REQUIRE(::symlink("victim", (folder / ".a.tidemark-new").c_str()) == 0);
  REQUIRE(::link((folder / "victim").c_str(), (folder / ".b.tidemark-new").c_str()) == 0);
  REQUIRE(::mkfifo((folder / ".c.tidemark-new").c_str(), 0600) == 0);
  for (const char* const name : {"a", "b", "c"}) {
    write_file_atomically(folder / name, "new");
    CHECK(folder.read(name) == "new");
  }
  CHECK(folder.read("victim") == "precious");
  CHECK(files_in(folder) == 4);
}

TEST_CASE("of many writers each writes all of its text") {
  const Folder folder;
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&folder, i] {
      const std::string text(10'000 + static_cast<std::size_t>(i), static_cast<char>('a' + i));
      for (int round = 0; round < 20; ++round) write_file_atomically(folder / "x", text);
    });
  }
  for (std::thread& writer : writers) writer.join();
  const std::string text = folder.read("x");
  REQUIRE(!text.empty());
  const auto length = 10'000 + static_cast<std::size_t>(text.front() - 'a');
  CHECK(text == std::string(length, text.front()));
  CHECK(files_in(folder) == 1);
}

}  // namespace tidemark
