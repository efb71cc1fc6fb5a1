#include "core/git/disk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "core/base/descriptor.hpp"
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

/// What the index has directly in a folder.
struct Content {
  std::vector<std::size_t> files;  // positions of entries
  std::vector<Folder> folders;
  Names names;
};

/// What became of a folder.
struct Finding {
  std::vector<Folder> folders;  // to be looked into
  std::vector<std::size_t> files;
  std::vector<std::string> unknown;
  std::optional<std::pair<struct stat, Names>> listed;  // to be noted
  bool unclear = false;
};

using OpenFolder = std::unique_ptr<DIR, int (*)(DIR*)>;

/// Looks at one folder after the other, the folders of a level at the same time, and then at all
/// files.
class DiskLook {
 public:
  DiskLook(const std::filesystem::path& root, const IndexFile& index, FolderNotes* notes)
      : root_(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
        index_(index),
        notes_(notes),
        states_(index.entries().size(), State::gone) {
    // Elsewhere a folder's times may say less than they should.
    struct stat status {};
    if (::fstat(root_.get(), &status) != 0 || !keeps_times(root_.get())) notes_ = nullptr;
    device_ = status.st_dev;
  }

  Disagreement all() {
    std::vector<Folder> level = {{"", 0, index_.entries().size()}};
    while (!level.empty()) {
      std::vector<Finding> findings(level.size());
      on_all_cores(level.size(), [&](std::size_t i) { findings[i] = look_into(level[i]); });
      std::vector<Folder> next;
      for (std::size_t i = 0; i < level.size(); ++i) take(level[i], findings[i], next);
      level.swap(next);
    }
    look_at_files();
    return std::move(found_);
  }

 private:
  enum class State : char { gone, as_noted, doubtful };
  static constexpr std::size_t in_a_part = 128;  // files that one core takes at a time

  static bool keeps_times(int root) {
    constexpr std::array<long, 5> known = {EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC,
                                           TMPFS_MAGIC, OVERLAYFS_SUPER_MAGIC};
    struct statfs system {};
    return ::fstatfs(root, &system) == 0 &&
           std::find(known.begin(), known.end(), static_cast<long>(system.f_type)) != known.end();
  }

  Finding look_into(const Folder& folder) const {
    Content content = content_of(folder);
    struct stat status {};
    const std::string path = folder.path.empty() ? "." : folder.path;
    if (notes_ != nullptr &&
        ::fstatat(root_.get(), shorter(path).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISDIR(status.st_mode) && notes_->knows(folder.path, status, content.names)) {
      return {std::move(content.folders), std::move(content.files), {}, {}, false};
    }
    return list(path, folder, std::move(content.files));
  }

  /// Without the '/' behind it, which would follow a link.
  static std::string shorter(const std::string& path) {
    return path.back() == '/' ? path.substr(0, path.size() - 1) : path;
  }

  Content content_of(const Folder& folder) const {
    Content content;
    for (std::size_t at = folder.first; at < folder.last;) {
      const std::string_view rest = index_.entries()[at].path.substr(folder.path.size());
      const std::size_t slash = rest.find('/');
      if (slash == std::string_view::npos) {
        content.names.add_file(rest);
        content.files.push_back(at++);
      } else {
        content.names.add_folder(rest.substr(0, slash));
        std::string path = folder.path + std::string(rest.substr(0, slash + 1));
        const std::size_t last = end_of(path, at, folder.last);
        content.folders.push_back({std::move(path), at, last});
        at = last;
      }
    }
    return content;
  }

  Finding list(const std::string& path, const Folder& folder,
               std::vector<std::size_t> files) const {
    Finding found;
    const int descriptor = ::openat(root_.get(), shorter(path).c_str(),
                                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    const OpenFolder open(descriptor < 0 ? nullptr : ::fdopendir(descriptor), &::closedir);
    struct stat before {};
    found.unclear = !open || ::fstat(descriptor, &before) != 0;
    if (found.unclear) return found;
    Names names;
    while (const dirent* item = ::readdir(open.get())) {
      const std::string_view name = item->d_name;
      if (name == "." || name == "..") continue;
      if (name == ".git") {
        found.unclear |= !folder.path.empty();
      } else {
        look_at(*item, descriptor, folder, names, found);
      }
    }
    found.files = std::move(files);
    found.listed.emplace(before, names);
    return found;
  }

  void look_at(const dirent& item, int descriptor, const Folder& folder, Names& names,
               Finding& found) const {
    const auto type = type_of(item, descriptor);
    std::string path = folder.path + item.d_name;
    if (type == DT_DIR) {
      names.add_folder(item.d_name);
      Folder inner = below(path + '/', folder, folder.first);
      if (inner.first == inner.last) {
        found.unknown.push_back(std::move(inner.path));
      } else {
        found.folders.push_back(std::move(inner));
      }
    } else {
      names.add_file(item.d_name);
      const bool is_file = type == DT_REG || type == DT_LNK;
      if (is_file && !has(path, folder)) found.unknown.push_back(std::move(path));
    }
  }

  static unsigned char type_of(const dirent& item, int descriptor) {
    struct stat status {};
    if (item.d_type != DT_UNKNOWN ||
        ::fstatat(descriptor, item.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return item.d_type;
    }
    return static_cast<unsigned char>(IFTODT(status.st_mode));
  }

  std::size_t position(std::string_view path, std::size_t first, std::size_t last) const {
    const auto begin = index_.entries().begin();
    const auto place = std::lower_bound(
        begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last), path,
        [](const IndexEntry& entry, std::string_view wanted) { return entry.path < wanted; });
    return static_cast<std::size_t>(place - begin);
  }

  bool has(std::string_view path, const Folder& folder) const {
    const std::size_t at = position(path, folder.first, folder.last);
    return at != folder.last && index_.entries()[at].path == path;
  }

  /// Behind the entries from `first` on that are in the folder "a/b/": of few, mostly.
  std::size_t end_of(std::string_view folder, std::size_t first, std::size_t last) const {
    const auto is_in = [&](const IndexEntry& entry) { return entry.path.starts_with(folder); };
    std::size_t step = 1;
    while (first + step < last && is_in(index_.entries()[first + step])) step *= 2;
    const auto begin = index_.entries().begin();
    const auto place = std::partition_point(
        begin + static_cast<std::ptrdiff_t>(first + step / 2),
        begin + static_cast<std::ptrdiff_t>(std::min(first + step, last)), is_in);
    return static_cast<std::size_t>(place - begin);
  }

  Folder below(std::string path, const Folder& folder, std::size_t first) const {
    std::string beyond = path;
    beyond.back() = '/' + 1;
    first = position(path, first, folder.last);
    const std::size_t last = position(beyond, first, folder.last);
    return {std::move(path), first, last};
  }

  void take(const Folder& folder, Finding& found, std::vector<Folder>& next) {
    std::move(found.folders.begin(), found.folders.end(), std::back_inserter(next));
    std::move(found.unknown.begin(), found.unknown.end(), std::back_inserter(found_.unknown));
    files_.insert(files_.end(), found.files.begin(), found.files.end());
    found_.unclear |= found.unclear;
    if (notes_ == nullptr || found.unclear) return;
    if (!found.listed) {
      notes_->keep(folder.path);
    } else if (found.listed->first.st_dev == device_) {
      notes_->note(folder.path, found.listed->first, found.listed->second);
    }
  }

  /// At those in folders that are there; the others are gone, whatever a link may lead to.
  void look_at_files() {
    in_parts_on_all_cores(files_.size(), in_a_part, [&](std::size_t i) {
      states_[files_[i]] = state_of(index_.entries()[files_[i]]);
    });
    for (std::size_t at = 0; at < states_.size(); ++at) {
      if (states_[at] == State::gone) found_.gone.push_back(at);
      if (states_[at] == State::doubtful) found_.doubtful.push_back(at);
    }
  }

  State state_of(const IndexEntry& entry) const {
    struct stat status {};
    const char* path = entry.path.data();  // a zero byte is behind it
    if (::fstatat(root_.get(), path, &status, AT_SYMLINK_NOFOLLOW) != 0) return State::gone;
    if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode)) return State::gone;
    return is_as_noted(entry, status, index_.written()) ? State::as_noted : State::doubtful;
  }

  const Descriptor root_;
  const IndexFile& index_;
  FolderNotes* notes_;
  dev_t device_ = 0;
  std::vector<std::size_t> files_;  // to be looked at
  std::vector<State> states_;       // of entries; each written by one thread only
  Disagreement found_;
};

}  // namespace

Disagreement compare_with_disk(const std::filesystem::path& root, const IndexFile& index,
                               FolderNotes* notes) {
  return DiskLook(root, index, notes).all();
}

}  // namespace tidemark::git
