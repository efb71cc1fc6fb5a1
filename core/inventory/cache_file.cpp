#include "core/inventory/cache_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <vector>

namespace tidemark::inventory {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view unfinished = ".new";

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A name that no other writer has, in this process or another.
fs::path new_name(const fs::path& path) {
  static std::atomic<unsigned> count = 0;
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  return path.string() + '.' + std::to_string(::getpid()) + '.' + std::to_string(now) + '.' +
         std::to_string(++count) + std::string(unfinished);
}

bool is_old(const fs::file_time_type& time) {
  return fs::file_time_type::clock::now() - time > std::chrono::hours(1);
}

}  // namespace

CacheFile::CacheFile(const fs::path& path)
    : file_(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {
  struct stat status {};
  if (file_.get() < 0) return;
  if (::fstat(file_.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
      status.st_uid != ::geteuid()) {
    file_.reset();
    return;
  }
  size_ = static_cast<std::size_t>(status.st_size);
}

std::string CacheFile::read(std::size_t offset, std::size_t size) const {
  if (offset >= size_) return "";
  std::string bytes(std::min(size, size_ - offset), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(file_.get(), bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

bool is_private_folder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder.parent_path(), failure);
  ::mkdir(folder.c_str(), 0700);
  struct stat status {};
  return ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         status.st_uid == ::geteuid() && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

void put_file(const fs::path& path, std::string_view bytes) {
  const fs::path fresh = new_name(path);
  const Descriptor file(
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.get() < 0) return;
  if (!write_all(file.get(), bytes) || ::rename(fresh.c_str(), path.c_str()) != 0) {
    ::unlink(fresh.c_str());
  }
}

void keep_newest(const fs::path& folder, std::string_view ending, std::size_t count) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code failure;
  for (auto item = fs::directory_iterator(folder, failure); item != fs::directory_iterator();
       item.increment(failure)) {
    const std::string name = item->path().filename().string();
    const auto time = item->last_write_time(failure);
    if (name.ends_with(ending)) found.emplace_back(time, item->path());
    if (name.ends_with(unfinished) && is_old(time)) fs::remove(item->path(), failure);
  }
  std::sort(found.rbegin(), found.rend());
  for (std::size_t i = count; i < found.size(); ++i) fs::remove(found[i].second, failure);
}

}  // namespace tidemark::inventory
