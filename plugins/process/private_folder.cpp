#include "private_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "child.hpp"
#include "plugins/kit/call_failure.hpp"

namespace tidemark::process {
namespace {

using plugin::CallFailure;

[[noreturn]] void fail(const std::string& fact) {
  throw CallFailure(TIDEMARK_FAILED, fact + ": " + std::strerror(errno));
}

bool is_empty(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  if (!folder) return false;
  std::size_t entries = 0;
  while (entries < 3 && ::readdir(folder.get()) != nullptr) ++entries;
  return entries == 2;  // `.` and `..`
}

/// Whatever is made, removed or set in a folder moves the second time.
bool is_same(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_mode == b.st_mode &&
         a.st_uid == b.st_uid && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec && a.st_ctim.tv_sec == b.st_ctim.tv_sec &&
         a.st_ctim.tv_nsec == b.st_ctim.tv_nsec;
}

}  // namespace

PrivateFolder::PrivateFolder() {
  std::error_code failure;
  path_ = std::filesystem::temp_directory_path(failure) / "tidemark-XXXXXX";
  if (failure) {
    throw CallFailure(TIDEMARK_FAILED, "there is no temporary folder: " + failure.message());
  }
  if (::mkdtemp(path_.data()) == nullptr) fail("cannot make a temporary folder " + path_);
  if (::lstat(path_.c_str(), &made_) != 0) made_ = {};
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;  // what a program made unremovable is left to the system's own tidying
  std::filesystem::remove_all(path_, ignored);
}

void PrivateFolder::write(std::string_view name, std::string_view text) const {
  const std::string path = file(name);
  const Descriptor target(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (target.get() < 0) fail("cannot make " + path);
  if (!write_some(target.get(), text) || !text.empty()) fail("cannot write " + path);
}

std::string PrivateFolder::read(std::string_view name, std::size_t largest) const {
  const std::string path = file(name);
  const Descriptor source(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (source.get() < 0) fail("wrote no output file");
  struct stat status {};
  if (::fstat(source.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the output is not a regular file");
  }
  std::string text;
  while (text.size() <= largest && read_some(source.get(), text)) {
  }
  if (text.size() <= largest) return text;
  throw CallFailure(TIDEMARK_INVALID_OUTPUT,
                    "the output file has more than " + std::to_string(largest) + " bytes");
}

bool PrivateFolder::has_its_times() const {
  struct stat now {};
  return ::lstat(path_.c_str(), &now) == 0 && is_same(made_, now);
}

bool PrivateFolder::is_untouched() const { return has_its_times() && is_empty(path_); }

std::unique_ptr<PrivateFolder> PrivateFolders::take() {
  std::unique_ptr<PrivateFolder> folder;
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      folder = std::move(free_.back());
      free_.pop_back();
    }
  }
  if (folder && folder->has_its_times()) return folder;
  return std::make_unique<PrivateFolder>();
}

void PrivateFolders::give_back(std::unique_ptr<PrivateFolder> folder) {
  if (!folder->is_untouched()) return;
  const std::lock_guard lock(mutex_);
  free_.push_back(std::move(folder));
}

}  // namespace tidemark::process
