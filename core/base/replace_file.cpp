#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"
#include "core/base/error.hpp"
#include "core/base/fault_point.hpp"
#include "core/base/file.hpp"

namespace tidemark {
namespace {

/// The errno that an operation failed with, or 0.
using Failed = int;

/// Does the operation, which returns less than 0 when it fails, until no signal interrupts it.
template <typename Operation>
Failed done(const char* site, const Operation& operation) {
  for (;;) {
    Failed why = fault_point(site);
    if (why == 0 && operation() < 0) why = errno;
    if (why != EINTR) return why;
  }
}

[[noreturn]] void refuse(const std::filesystem::path& path, const char* fact, Failed why) {
  throw Error(Fault::store, path.string() + ": " + fact + ": " + std::strerror(why));
}

/// The name under which a file is written before it takes its place. It is the same each time, so
/// that what a killed process left is found again.
std::filesystem::path unfinished(const std::filesystem::path& path) {
  return path.parent_path() / ('.' + path.filename().string() + ".tidemark-new");
}

/// Whether the file at `path` is the open one, and a plain file with no other name: what else may
/// lie there would be written through.
bool is_ours(const Descriptor& file, const std::filesystem::path& path) {
  struct stat ours {
  }, found{};
  return ::fstat(file.get(), &ours) == 0 && ::lstat(path.c_str(), &found) == 0 &&
         ours.st_dev == found.st_dev && ours.st_ino == found.st_ino && S_ISREG(ours.st_mode) &&
         ours.st_nlink == 1;
}

/// Opens the file for whoever holds its lock. With `wait` 0 another writer is waited for. None, and
/// errno, on failure.
Descriptor open_locked(const std::filesystem::path& path, int wait) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    Descriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
    if (file.get() >= 0) {
      if (::flock(file.get(), LOCK_EX | wait) != 0) return Descriptor();
      if (is_ours(file, path)) return file;
    } else if (errno != ELOOP && errno != ENXIO) {
      return file;
    }
    struct stat found {};
    const bool is_strange =
        ::lstat(path.c_str(), &found) == 0 && (!S_ISREG(found.st_mode) || found.st_nlink != 1);
    if (is_strange && ::unlink(path.c_str()) != 0) return Descriptor();
  }
  errno = EBUSY;
  return Descriptor();
}

/// Whether something is at `path` whose place a file must not take.
bool is_occupied(const std::filesystem::path& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode) && !S_ISLNK(found.st_mode);
}

Failed write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t put = 0;
    const auto write = [&] { return put = ::write(fd, text.data(), text.size()); };
    if (const Failed why = done("file.write", write)) return why;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return 0;
}

Failed try_sync_folder(const std::filesystem::path& folder) {
  const Descriptor handle(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return done("file.sync_folder", [&] { return ::fsync(handle.get()); });
}

/// Brings the text into the open file at `from` and the file to its place.
Failed put_in_place(const Descriptor& file, std::string_view text,
                    const std::filesystem::path& from, const std::filesystem::path& to) {
  const int fd = file.get();
  if (const Failed why = done("file.truncate", [&] { return ::ftruncate(fd, 0); })) return why;
  if (const Failed why = write_all(fd, text)) return why;
  if (const Failed why = done("file.mode", [&] { return ::fchmod(fd, 0644); })) return why;
  if (const Failed why = done("file.sync", [&] { return ::fsync(fd); })) return why;
  return done("file.rename", [&] { return ::rename(from.c_str(), to.c_str()); });
}

}  // namespace

void write_file_atomically(const std::filesystem::path& path, std::string_view text) {
  if (is_occupied(path)) {
    throw Error(Fault::store, path.string() + ": what is there is not a regular file");
  }
  const auto temporary = unfinished(path);
  Descriptor file;
  const auto open = [&] { return (file = open_locked(temporary, 0)).get(); };
  if (const Failed why = done("file.open", open)) {
    refuse(path, "cannot create a file beside it", why);
  }
  if (const Failed why = put_in_place(file, text, temporary, path)) {
    ::unlink(temporary.c_str());
    refuse(path, "cannot replace it", why);
  }
  sync_folder_of(path);
}

void sync_folder_of(const std::filesystem::path& path) {
  if (const Failed why = try_sync_folder(path.parent_path())) {
    refuse(path, "cannot make sure of it", why);
  }
}

void remove_unfinished(const std::filesystem::path& path) {
  const auto temporary = unfinished(path);
  struct stat status {};
  if (::lstat(temporary.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  const Descriptor file = open_locked(temporary, LOCK_NB);
  if (file.get() >= 0) ::unlink(temporary.c_str());
}

}  // namespace tidemark
