#include "core/base/file.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <string>

#include "core/base/error.hpp"
#include "tests/kit/within.hpp"

using namespace tidemark;

namespace {

/// A folder of its own for each test, gone at the end.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/tidemark-file-XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  std::size_t files() const {
    const auto all = std::filesystem::directory_iterator(path_);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

 private:
  std::filesystem::path path_;
};

template <typename Action>
std::string error_of(const Action& action, Fault fault) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(error.fault() == fault);
    return error.what();
  }
  return "no error";
}

/// From here on this process has no call that opens a whole way, as on an older kernel.
void forbid_whole_ways() {
  sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{std::size(steps), steps};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    ::_exit(2);
  }
}

/// Whether the action is true in a process where ways are opened folder by folder.
template <typename Action>
bool holds_by_steps(const Action& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    forbid_whole_ways();
    ::_exit(action() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status == 0;
}

std::string refused(const std::filesystem::path& path, std::size_t limit = 100) {
  return error_of([&] { read_file(path, limit); }, Fault::configuration);
}

}  // namespace

TEST_CASE("what was written is read, whatever the bytes") {
  const Folder folder;
  const std::string bytes("a\0b\xff\n", 5);
  write_file_atomically(folder / "x", bytes);
  CHECK(read_file(folder / "x", 5) == bytes);
  write_file_atomically(folder / "x", "");
  CHECK(read_file(folder / "x", 0).empty());
  CHECK(folder.files() == 1);
}

TEST_CASE("a file over the limit is refused") {
  const Folder folder;
  write_file_atomically(folder / "x", std::string(200'000, 'x'));
  CHECK(read_file(folder / "x", 200'000).size() == 200'000);
  CHECK(refused(folder / "x", 199'999) ==
        (folder / "x").string() + ": larger than the limit of 199999 bytes");
}

TEST_CASE("a file over the limit is not read at all") {
  const Folder folder;
  write_file_atomically(folder / "x", "");
  REQUIRE(::truncate((folder / "x").c_str(), off_t{1} << 38) == 0);
  const auto refuses = [&] {
    return refused(folder / "x", std::size_t{1} << 37) ==
           (folder / "x").string() + ": larger than the limit of 137438953472 bytes";
  };
  CHECK(test::within({1, 1 << 20}, refuses) == "true");
}

TEST_CASE("a file comes in pieces, and the limit holds for all of them") {
  const Folder folder;
  const std::string text(9'000'000, 'x');
  write_file_atomically(folder / "x", text);
  std::string came;
  std::size_t pieces = 0;
  const auto take = [&](std::string_view piece) {
    came += piece;
    ++pieces;
  };
  CHECK(each_piece_beneath(folder / "", "x", text.size(), take));
  CHECK(came == text);
  CHECK(pieces > 1);
  CHECK_FALSE(each_piece_beneath(folder / "", "y", text.size(), take));
  CHECK(came == text);
  const auto more = [&] { each_piece_beneath(folder / "", "x", text.size() - 1, take); };
  CHECK(error_of(more, Fault::configuration) ==
        (folder / "x").string() + ": larger than the limit of 8999999 bytes");
  CHECK(came == text);
}

TEST_CASE("no link is followed on the way to a file, in one call or folder by folder") {
  const Folder folder;
  std::filesystem::create_directories(folder / "a/b");
  write_file_atomically(folder / "a/b/file", "text");
  std::filesystem::create_symlink("a", folder / "folder-link");
  std::filesystem::create_symlink("file", folder / "a/b/link");
  const auto read = [&](const char* path) { return read_file_beneath(folder / "", path, 100); };
  const auto holds = [&] {
    return read("a/b/file") == "text" && read("a/b/none") == std::nullopt &&
           read("none/file") == std::nullopt && read("folder-link/b/file") == std::nullopt;
  };
  CHECK(holds());
  CHECK(holds_by_steps(holds));
  CHECK(error_of([&] { read("a/b/link"); }, Fault::configuration) ==
        (folder / "a/b/link").string() +
            ": a symbolic link, which is not followed (put the file itself there)");
  CHECK(error_of([&] { read("a/../a/b/file"); }, Fault::security) ==
        (folder / "a/../a/b/file").string() + ": leads out of the folder");
  CHECK(error_of([&] { read(".."); }, Fault::security) ==
        (folder / "..").string() + ": leads out of the folder");
}

TEST_CASE("a missing file is a value for those who ask for one") {
  const Folder folder;
  CHECK_FALSE(read_file_if_present(folder / "x", 100).has_value());
  CHECK_FALSE(read_file_if_present(folder / "x/y", 100).has_value());
  CHECK(refused(folder / "x") == (folder / "x").string() + ": no such file");
}

TEST_CASE("only regular files are read, and a FIFO does not block") {
  const Folder folder;
  CHECK(refused(folder / ".") == (folder / ".").string() + ": not a regular file");
  REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
  CHECK(refused(folder / "fifo") == (folder / "fifo").string() + ": not a regular file");
  CHECK(refused("/dev/zero") == "/dev/zero: not a regular file");
}

TEST_CASE("a loop of symbolic links is refused") {
  const Folder folder;
  REQUIRE(::symlink("loop", (folder / "loop").c_str()) == 0);
  CHECK(refused(folder / "loop") ==
        (folder / "loop").string() + ": Too many levels of symbolic links");
}

TEST_CASE("a folder is not replaced by a file") {
  const Folder folder;
  make_folder(folder / "x");
  write_file_atomically(folder / "x" / "old", "old");
  const std::string told =
      error_of([&] { write_file_atomically(folder / "x", "new"); }, Fault::store);
  CHECK(told == (folder / "x").string() + ": what is there is not a regular file");
  CHECK(read_file(folder / "x" / "old", 10) == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("a FIFO is not replaced by a file") {
  const Folder folder;
  REQUIRE(::mkfifo((folder / "x").c_str(), 0600) == 0);
  CHECK(error_of([&] { write_file_atomically(folder / "x", "new"); }, Fault::store) ==
        (folder / "x").string() + ": what is there is not a regular file");
  CHECK(std::filesystem::is_fifo(folder / "x"));
  CHECK(folder.files() == 1);
}

TEST_CASE("a write into a missing folder tells so") {
  const Folder folder;
  CHECK(error_of([&] { write_file_atomically(folder / "no/x", "new"); }, Fault::store) ==
        (folder / "no/x").string() + ": cannot create a file beside it: No such file or directory");
}

TEST_CASE("folders are made with their parents, and again without complaint") {
  const Folder folder;
  make_folder(folder / "a/b/c");
  make_folder(folder / "a/b/c");
  CHECK(std::filesystem::is_directory(folder / "a/b/c"));
  write_file_atomically(folder / "x", "");
  CHECK(error_of([&] { make_folder(folder / "x/y"); }, Fault::store) ==
        (folder / "x/y").string() + ": cannot create the folder: Not a directory");
}
