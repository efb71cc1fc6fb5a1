#include "core/git/tree.hpp"

#include <git2.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/git/entries.hpp"
#include "core/git/settle.hpp"

namespace tidemark::git {
namespace {

/// All files below the root. The length limit of paths bounds the depth.
std::vector<File> files_in(Folders& folders) {
  std::vector<File> files;
  std::vector<Item> open = {folders.root()};
  while (!open.empty()) {
    const Item folder = std::move(open.back());
    open.pop_back();
    for (Item& item : folders.items(folder)) {
      if (item.is_folder()) {
        open.push_back(std::move(item));
      } else {
        files.push_back(file_of(item));
      }
    }
  }
  return files;
}

const Item* item_named(const std::vector<Item>& items, std::string_view path) {
  const auto place = std::lower_bound(
      items.begin(), items.end(), path,
      [](const Item& item, std::string_view wanted) { return item.path < wanted; });
  return place != items.end() && place->path == path ? &*place : nullptr;
}

}  // namespace

TreeSnapshot::TreeSnapshot(std::shared_ptr<OpenRepository> repository, const std::string& commit,
                           Look look)
    : repository_(std::move(repository)), name_(commit.substr(0, 8)), look_(look) {
  const std::lock_guard guard(repository_->busy);
  const git_oid id = id_of(commit);
  Owned<git_commit> found;
  check(git_commit_lookup(into(found), repository_->handle.get(), &id), where());
  const git_oid* tree = git_commit_tree_id(found.get());
  root_ = {reinterpret_cast<const char*>(tree->id), GIT_OID_RAWSZ};
}

std::unique_ptr<Folders> TreeSnapshot::folders() const {
  return tree_folders(*repository_, root_, where());
}

const std::vector<File>& TreeSnapshot::files() const {
  std::call_once(listed_, [this] {
    const std::lock_guard guard(repository_->busy);
    std::vector<File> files = files_in(*folders());
    sort_files(files, where());
    files_ = std::move(files);
  });
  return files_;
}

const File* TreeSnapshot::find(std::string_view path) const {
  const std::lock_guard guard(finding_);
  return find_among(found_.size(), path);
}

std::vector<const File*> TreeSnapshot::find_all(const std::vector<std::string>& paths) const {
  const std::lock_guard guard(finding_);
  const std::size_t count = found_.size() + paths.size();
  std::vector<const File*> found;
  found.reserve(paths.size());
  for (const std::string& path : paths) found.push_back(find_among(count, path));
  return found;
}

const File* TreeSnapshot::find_among(std::size_t paths, std::string_view path) const {
  auto place = found_.find(path);
  if (place == found_.end()) place = found_.emplace(path, look_up(path, paths)).first;
  return place->second ? &*place->second : nullptr;
}

std::filesystem::path TreeSnapshot::place_of_index() const {
  const std::lock_guard guard(repository_->busy);
  return index_path(*repository_);
}

/// git's index, where there are several paths to look up and if it holds this very tree: there a
/// file costs a search, while each folder of a commit is an object to be read. Else null.
const IndexFile* TreeSnapshot::index(std::size_t paths) const {
  constexpr std::size_t several = 8;
  if (look_ == Look::whole || paths < several) return nullptr;
  std::call_once(index_read_, [this] {
    index_ = IndexFile::read(place_of_index());
    if (index_ && index_->tree_of("") != root_) index_.reset();
  });
  return index_ ? &*index_ : nullptr;
}

std::optional<File> TreeSnapshot::look_up(std::string_view path, std::size_t paths) const {
  if (const IndexFile* all = index(paths)) {
    const IndexEntry* entry = entry_at(*all, path);
    if (entry == nullptr) return std::nullopt;
    check_path(path, where());
    return file_of(item_of(*entry));
  }
  const std::lock_guard guard(repository_->busy);
  const std::size_t slash = path.rfind('/') + 1;  // npos + 1 is 0
  const std::vector<Item>* items = items_of(path.substr(0, slash));
  const Item* item = items != nullptr ? item_named(*items, path) : nullptr;
  if (item == nullptr || item->is_folder()) return std::nullopt;
  return file_of(*item);
}

/// What is in the folder; null when there is none. The repository is busy for the caller.
const std::vector<Item>* TreeSnapshot::items_of(std::string_view folder) const {
  // From the top, so that each folder that is not open yet has its id from the one above.
  Item here{"", root_, 0, 0, 0};
  for (std::size_t end = 0;; end = folder.find('/', end) + 1) {
    const std::string path(folder.substr(0, end));
    auto place = opened_.find(path);
    if (place == opened_.end()) place = opened_.emplace(path, folders()->items(here)).first;
    const std::vector<Item>& items = place->second;
    if (end == folder.size()) return &items;
    const Item* inner = item_named(items, folder.substr(0, folder.find('/', end) + 1));
    if (inner == nullptr) return nullptr;
    here = *inner;
  }
}

std::vector<std::string> TreeSnapshot::paths_below(const std::string& folder) const {
  const std::lock_guard finding(finding_);
  const std::lock_guard guard(repository_->busy);
  std::vector<std::string> paths, open = {folder};
  while (!open.empty()) {
    const std::string path = std::move(open.back());
    open.pop_back();
    const std::vector<Item>* items = items_of(path);
    if (items == nullptr) continue;
    for (const Item& item : *items) (item.is_folder() ? open : paths).push_back(item.path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string TreeSnapshot::folder_id(const std::string& folder) const {
  if (folder.empty()) return root_;
  const std::lock_guard finding(finding_);
  const std::lock_guard guard(repository_->busy);
  const std::size_t parent = folder.rfind('/', folder.size() - 2) + 1;  // npos + 1 is 0
  const std::vector<Item>* items = items_of(folder.substr(0, parent));
  const Item* item = items != nullptr ? item_named(*items, folder) : nullptr;
  return item != nullptr ? item->id : "";
}

std::optional<std::string> TreeSnapshot::read(const std::string& path, std::size_t limit) const {
  const File* file = find(path);
  if (file == nullptr) return std::nullopt;
  check_readable(*file, where());
  return read_blob(*repository_, file->blob, limit, where() + ": '" + printable(path) + "'");
}

std::vector<File> TreeSnapshot::links() const {
  const IndexFile* all = index(SIZE_MAX);
  return all != nullptr ? links_in(*all) : Snapshot::links();
}

std::string TreeSnapshot::link(const File& file) const {
  return read_blob(*repository_, file.blob, longest_link,
                   where() + ": '" + printable(file.path) + "'");
}

std::optional<std::vector<FileChange>> TreeSnapshot::difference_from(const Snapshot& before) const {
  const auto* tree = dynamic_cast<const TreeSnapshot*>(&before);
  if (tree == nullptr || tree->repository_ != repository_) return std::nullopt;
  const std::lock_guard guard(repository_->busy);
  return difference(*tree->folders(), *folders());
}

std::shared_ptr<const Snapshot> tree_snapshot(std::shared_ptr<OpenRepository> repository,
                                              const std::string& commit, Look look) {
  return std::make_shared<TreeSnapshot>(std::move(repository), commit, look);
}

}  // namespace tidemark::git
