#include "core/git/settle.hpp"

#include <git2.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/git/disk.hpp"
#include "core/git/entries.hpp"
#include "core/git/quick_tree.hpp"

namespace tidemark::git {
namespace {

namespace fs = std::filesystem;

/// Settles what a look at the disk left open.
class Settling {
 public:
  Settling(git_repository* repository, const fs::path& root, const IndexFile& index)
      : repository_(repository), root_(root), index_(index) {}

  /// Nothing when libgit2 must look.
  std::optional<Moved> moved(Disagreement found) {
    for (const std::size_t at : found.gone) moved_[path_of(at)] = std::nullopt;
    for (const std::size_t at : found.doubtful) look_at(path_of(at));
    while (!found.unknown.empty()) {
      const std::string path = std::move(found.unknown.back());
      found.unknown.pop_back();
      if (is_ignored(path)) continue;
      if (path.back() != '/') {
        look_at(path);
      } else if (!list(path, found.unknown)) {
        return std::nullopt;
      }
    }
    return std::move(moved_);
  }

 private:
  std::string path_of(std::size_t at) const { return std::string(index_.entries()[at].path); }

  bool is_ignored(const std::string& path) const {
    int ignored = 0;
    check(git_ignore_path_is_ignored(&ignored, repository_, path.c_str()),
          working_tree_name + ": cannot tell whether '" + printable(path) + "' is ignored");
    return ignored != 0;
  }

  /// False when the folder is a repository of its own, or cannot be listed.
  bool list(const std::string& folder, std::vector<std::string>& found) const {
    std::error_code failure;
    for (auto item = fs::directory_iterator(root_ / folder, failure); item != fs::end(item);
         item.increment(failure)) {
      const std::string name = item->path().filename().string();
      if (name == ".git") return false;
      const auto type = item->symlink_status().type();
      if (type == fs::file_type::directory) found.push_back(folder + name + '/');
      if (type == fs::file_type::regular || type == fs::file_type::symlink) {
        found.push_back(folder + name);
      }
    }
    return !failure;
  }

  /// Takes the file as it lies there.
  void look_at(const std::string& path) {
    check_path(path, working_tree_name);
    struct stat status {};
    if (::lstat((root_ / path).c_str(), &status) != 0) {
      moved_[path] = std::nullopt;
      return;
    }
    File file;
    file.path = path;
    file.symlink = S_ISLNK(status.st_mode);
    file.executable = !file.symlink && (status.st_mode & S_IXUSR) != 0;
    file.blob = hash_on_disk(repository_, root_, path, file.symlink);
    const IndexEntry* noted = entry_at(index_, path);
    if (noted != nullptr && file_of(item_of(*noted)) == file) return;
    moved_[path] = std::move(file);
    if (moved_.size() > most_files) {
      throw Error(Fault::security,
                  working_tree_name + ": more than " + std::to_string(most_files) + " files");
    }
  }

  git_repository* repository_;
  const fs::path& root_;
  const IndexFile& index_;
  Moved moved_;
};

}  // namespace

Item item_of(const IndexEntry& entry) {
  return {std::string(entry.path), std::string(entry.id), entry.mode, 0, 0};
}

std::vector<File> links_in(const IndexFile& index) {
  std::vector<File> links;
  for (const IndexEntry& entry : index.entries()) {
    if (S_ISLNK(entry.mode)) links.push_back(file_of(item_of(entry)));
  }
  return links;
}

const IndexEntry* entry_at(const IndexFile& index, std::string_view path) {
  const auto place = std::lower_bound(
      index.entries().begin(), index.entries().end(), path,
      [](const IndexEntry& entry, std::string_view wanted) { return entry.path < wanted; });
  return place != index.entries().end() && place->path == path ? &*place : nullptr;
}

std::optional<Moved> moved_on_disk(OpenRepository& repository, const fs::path& root,
                                   const IndexFile& index, FolderNotes* notes) {
  Disagreement found = compare_with_disk(root, index, notes);
  if (found.unclear) return std::nullopt;
  const std::lock_guard guard(repository.busy);
  return Settling(repository.handle.get(), root, index).moved(std::move(found));
}

}  // namespace tidemark::git
