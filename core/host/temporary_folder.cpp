#include "core/host/temporary_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

namespace tidemark::host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view home_prefix = "tidemark-workers-";

/// None when somebody else has it, and for what is no folder of this user.
Descriptor locked(const fs::path& folder) {
  Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  const bool is_ours =
      opened.get() >= 0 && ::fstat(opened.get(), &status) == 0 && status.st_uid == ::geteuid();
  if (!is_ours || ::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) return Descriptor();
  return opened;
}

/// Whether what was opened is still in its place.
bool is_there(const Descriptor& folder) {
  struct stat status {};
  return ::fstat(folder.get(), &status) == 0 && status.st_nlink != 0;
}

}  // namespace

TemporaryFolder::~TemporaryFolder() {
  if (path_.empty()) return;
  std::error_code ignored;  // what cannot be removed is left to the system's own tidying
  fs::remove_all(path_, ignored);
}

bool TemporaryFolder::remove_if_empty() {
  if (!path_.empty() && ::rmdir(path_.c_str()) != 0 && errno != ENOENT) return false;
  path_.clear();
  return true;
}

bool TemporaryFolders::has_home() {
  constexpr int most_tries = 3;
  std::error_code failure;
  const fs::path place = fs::temp_directory_path(failure);
  for (int i = 0; i < most_tries && home_.path().empty() && !failure; ++i) {
    std::string path = place / (std::string(home_prefix) + "XXXXXX");
    if (::mkdtemp(path.data()) == nullptr) return false;
    TemporaryFolder made(path);
    lock_ = locked(path);
    // Until it is locked it looks like one that was left.
    if (lock_.get() >= 0 && is_there(lock_)) home_ = std::move(made);
  }
  return !home_.path().empty();
}

TemporaryFolder TemporaryFolders::next() {
  if (!has_home()) return {};
  fs::path path = home_.path() / std::to_string(++made_);
  if (::mkdir(path.c_str(), 0700) != 0) return {};
  return TemporaryFolder(std::move(path));
}

void TemporaryFolders::remove_left() {
  std::error_code failure;
  const fs::path place = fs::temp_directory_path(failure);
  if (failure) return;
  for (fs::directory_iterator next(place, failure), end; !failure && next != end;
       next.increment(failure)) {
    const fs::path path = next->path();
    if (!path.filename().string().starts_with(home_prefix)) continue;
    if (const Descriptor lock = locked(path); lock.get() >= 0) const TemporaryFolder left(path);
  }
}

}  // namespace tidemark::host
