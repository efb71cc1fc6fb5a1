#include "core/ledger/companions.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/ledger/database.hpp"

namespace tidemark::ledger {
namespace {

/// The size of the regular file there, 0 when there is none.
off_t size_beside(const std::filesystem::path& path, const std::string& companion) {
  struct stat status {};
  if (::lstat(companion.c_str(), &status) != 0) return 0;
  if (!S_ISREG(status.st_mode)) refuse(path, companion + " beside it is not a regular file");
  return status.st_size;
}

}  // namespace

void check_companions(const std::filesystem::path& path) {
  const std::string journal = path.string() + "-journal", log = path.string() + "-wal",
                    index = path.string() + "-shm";
  if (size_beside(path, journal) > 0) {
    refuse(path, journal +
                     " beside it would be rolled back into it, and no ledger leaves one (move "
                     "it away)");
  }
  size_beside(path, index);
  if (size_beside(path, log) > 0 && ::access(index.c_str(), F_OK) != 0) {
    refuse(path, log + " lies beside it without " + index +
                     ", so it may be another ledger's (move it away, or make an empty " + index +
                     " if both were copied together)");
  }
}

bool lies_read_only(const std::filesystem::path& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  return ::access(folder.c_str(), W_OK) != 0 && (errno == EROFS || errno == EACCES);
}

void refuse_unread_log(const std::filesystem::path& path) {
  if (size_beside(path, path.string() + "-wal") == 0) return;
  refuse(path,
         "lies where nothing can be written, with a log that is not in it yet (copy it with "
         "-wal and -shm to a place of your own)");
}

}  // namespace tidemark::ledger
