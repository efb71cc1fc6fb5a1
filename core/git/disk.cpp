#include "core/git/disk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "core/base/parallel.hpp"

namespace tidemark::git {
namespace {

IndexTime time_of(const timespec& time) {
  return {static_cast<std::uint32_t>(time.tv_sec), static_cast<std::uint32_t>(time.tv_nsec)};
}

/// A git that was built without nanoseconds writes none.
bool same_time(const IndexTime& noted, const IndexTime& now) {
  return noted.seconds == now.seconds &&
         (noted.nanoseconds == 0 || noted.nanoseconds == now.nanoseconds);
}

std::uint32_t mode_of(const struct stat& status) {
  if (S_ISLNK(status.st_mode)) return 0120000;
  return (status.st_mode & S_IXUSR) != 0 ? 0100755 : 0100644;
}

/// Whether a file is what git saw, without a look at its content. One that was modified when the
/// index was written, or later, may have changed unseen.
bool is_as_noted(const IndexEntry& entry, const struct stat& status, IndexTime written) {
  return mode_of(status) == entry.mode && same_time(entry.modified, time_of(status.st_mtim)) &&
         same_time(entry.changed, time_of(status.st_ctim)) &&
         static_cast<std::uint32_t>(status.st_ino) == entry.inode && status.st_uid == entry.user &&
         status.st_gid == entry.group && static_cast<std::uint32_t>(status.st_size) == entry.size &&
         entry.modified < written;
}

/// A folder and the entries below it.
struct Folder {
  std::string path;  // "" or "a/b/"
  std::size_t first = 0, last = 0;
};

using OpenFolder = std::unique_ptr<DIR, int (*)(DIR*)>;

OpenFolder open_folder(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  return {descriptor < 0 ? nullptr : ::fdopendir(descriptor), &::closedir};
}

/// Looks at one folder after the other, the folders of a level at the same time.
class Look {
 public:
  Look(const std::filesystem::path& root, const IndexFile& index)
      : root_(root), index_(index), seen_(index.entries().size(), 0) {}

  Disagreement all() {
    std::vector<Folder> level = {{"", 0, index_.entries().size()}};
    while (!level.empty()) {
      next_.clear();
      on_all_cores(level.size(), [&](std::size_t i) { look_into(level[i]); });
      level.swap(next_);
    }
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      if (seen_[i] == 0) found_.gone.push_back(i);
    }
    return std::move(found_);
  }

 private:
  void look_into(const Folder& folder) {
    Disagreement found;
    std::vector<Folder> folders;
    const OpenFolder open = open_folder(root_ / folder.path);
    found.unclear = !open;
    while (const dirent* item = open ? ::readdir(open.get()) : nullptr) {
      const std::string_view name = item->d_name;
      if (name == "." || name == "..") continue;
      if (name == ".git") {
        found.unclear |= !folder.path.empty();
      } else {
        look_at(*item, ::dirfd(open.get()), folder, folders, found);
      }
    }
    add(std::move(folders), std::move(found));
  }

  void look_at(const dirent& item, int descriptor, const Folder& folder,
               std::vector<Folder>& folders, Disagreement& found) {
    std::string path = folder.path + item.d_name;
    struct stat status {};
    if (item.d_type == DT_DIR) {
      status.st_mode = S_IFDIR;
    } else if (::fstatat(descriptor, item.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return;  // gone meanwhile
    }
    if (S_ISDIR(status.st_mode)) {
      Folder inner = below(path + '/', folder);
      if (inner.first == inner.last) {
        found.unknown.push_back(std::move(inner.path));
      } else {
        folders.push_back(std::move(inner));
      }
    } else if (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode)) {
      compare(std::move(path), folder, status, found);
    }
  }

  void compare(std::string path, const Folder& folder, const struct stat& status,
               Disagreement& found) {
    const std::size_t at = position(path, folder);
    if (at == folder.last || index_.entries()[at].path != path) {
      found.unknown.push_back(std::move(path));
      return;
    }
    seen_[at] = 1;
    if (!is_as_noted(index_.entries()[at], status, index_.written())) found.doubtful.push_back(at);
  }

  std::size_t position(std::string_view path, const Folder& folder) const {
    const auto begin = index_.entries().begin();
    const auto place = std::lower_bound(
        begin + static_cast<std::ptrdiff_t>(folder.first),
        begin + static_cast<std::ptrdiff_t>(folder.last), path,
        [](const IndexEntry& entry, std::string_view wanted) { return entry.path < wanted; });
    return static_cast<std::size_t>(place - begin);
  }

  Folder below(std::string path, const Folder& folder) const {
    std::string beyond = path;
    beyond.back() = '/' + 1;
    const std::size_t first = position(path, folder), last = position(beyond, folder);
    return {std::move(path), first, last};
  }

  void add(std::vector<Folder> folders, Disagreement found) {
    const std::lock_guard guard(busy_);
    std::move(folders.begin(), folders.end(), std::back_inserter(next_));
    std::move(found.unknown.begin(), found.unknown.end(), std::back_inserter(found_.unknown));
    found_.doubtful.insert(found_.doubtful.end(), found.doubtful.begin(), found.doubtful.end());
    found_.unclear |= found.unclear;
  }

  const std::filesystem::path& root_;
  const IndexFile& index_;
  std::vector<char> seen_;  // each written by one thread only
  std::mutex busy_;         // around the rest
  std::vector<Folder> next_;
  Disagreement found_;
};

}  // namespace

Disagreement compare_with_disk(const std::filesystem::path& root, const IndexFile& index) {
  return Look(root, index).all();
}

}  // namespace tidemark::git
