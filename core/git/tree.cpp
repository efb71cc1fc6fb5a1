#include "core/git/tree.hpp"

#include <git2.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/git/entries.hpp"

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

Owned<git_tree> tree_at(const OpenRepository& repository, const git_oid& id,
                        const std::string& where, std::string_view folder) {
  Owned<git_tree> tree;
  const int code = git_tree_lookup(into(tree), repository.handle.get(), &id);
  if (code != 0) refuse_tree(repository, code, where, std::string(folder));
  return tree;
}

}  // namespace

TreeSnapshot::TreeSnapshot(std::shared_ptr<OpenRepository> repository, const std::string& commit)
    : repository_(std::move(repository)), name_(commit.substr(0, 8)) {
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
  auto place = found_.find(path);
  if (place == found_.end()) place = found_.emplace(path, look_up(path)).first;
  return place->second ? &*place->second : nullptr;
}

std::optional<File> TreeSnapshot::look_up(std::string_view path) const {
  const std::lock_guard guard(repository_->busy);
  git_oid id;
  git_oid_fromraw(&id, reinterpret_cast<const unsigned char*>(root_.data()));
  for (std::size_t start = 0;;) {
    const auto tree = tree_at(*repository_, id, where(), path.substr(0, start));
    const std::size_t slash = path.find('/', start);
    const std::string name(path.substr(start, slash - start));
    const git_tree_entry* entry = git_tree_entry_byname(tree.get(), name.c_str());
    const bool inner = slash != std::string_view::npos;
    if (entry == nullptr || inner != (git_tree_entry_type(entry) == GIT_OBJECT_TREE)) return {};
    id = *git_tree_entry_id(entry);
    if (!inner) {
      return file_of({std::string(path), {reinterpret_cast<const char*>(id.id), GIT_OID_RAWSZ},
                      static_cast<unsigned>(git_tree_entry_filemode(entry)), 0, 0});
    }
    start = slash + 1;
  }
}

std::optional<std::string> TreeSnapshot::read(const std::string& path, std::size_t limit) const {
  const File* file = find(path);
  if (file == nullptr) return std::nullopt;
  check_readable(*file, where());
  return read_blob(*repository_, file->blob, limit, where() + ": '" + printable(path) + "'");
}

std::optional<std::vector<FileChange>> TreeSnapshot::difference_from(
    const Snapshot& before) const {
  const auto* tree = dynamic_cast<const TreeSnapshot*>(&before);
  if (tree == nullptr || tree->repository_ != repository_) return std::nullopt;
  const std::lock_guard guard(repository_->busy);
  return difference(*tree->folders(), *folders());
}

std::shared_ptr<const Snapshot> tree_snapshot(std::shared_ptr<OpenRepository> repository,
                                              const std::string& commit) {
  return std::make_shared<TreeSnapshot>(std::move(repository), commit);
}

}  // namespace tidemark::git
