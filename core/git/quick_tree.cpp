#include "core/git/quick_tree.hpp"

#include <git2.h>

#include <algorithm>
#include <map>

#include "core/base/file.hpp"
#include "core/base/parallel.hpp"
#include "core/git/entries.hpp"
#include "core/git/index_file.hpp"
#include "core/git/settle.hpp"
#include "core/git/tree.hpp"

namespace tidemark::git {
namespace {

namespace fs = std::filesystem;

class QuickTree final : public Snapshot {
 public:
  QuickTree(std::shared_ptr<OpenRepository> repository, fs::path root, IndexFile index, Moved moved,
            bool converts)
      : repository_(std::move(repository)),
        root_(std::move(root)),
        index_(std::move(index)),
        moved_(std::move(moved)),
        converts_(converts) {}

  const std::vector<File>& files() const override {
    std::call_once(listed_, [this] { list(); });
    return files_;
  }

  const File* find(std::string_view path) const override {
    const std::lock_guard guard(finding_);
    const auto moved = moved_.find(path);
    if (moved != moved_.end()) return moved->second ? &*moved->second : nullptr;
    const auto known = found_.find(path);
    if (known != found_.end()) return &known->second;
    const IndexEntry* entry = entry_at(index_, path);
    if (entry == nullptr) return nullptr;
    return &found_.emplace(path, file_of(item_of(*entry))).first->second;
  }

  std::vector<const File*> find_all(const std::vector<std::string>& paths) const override {
    constexpr std::size_t in_a_part = 256;  // of what one core looks up at a time
    std::vector<std::optional<File>> here(paths.size());
    std::vector<const File*> files(paths.size(), nullptr);
    in_parts_on_all_cores(paths.size(), in_a_part, [&](std::size_t i) {
      const auto moved = moved_.find(paths[i]);
      if (moved != moved_.end()) {
        if (moved->second) files[i] = &*moved->second;
      } else if (const IndexEntry* entry = entry_at(index_, paths[i])) {
        files[i] = &here[i].emplace(file_of(item_of(*entry)));
      }
    });
    const std::lock_guard guard(finding_);
    found_at_once_.push_back(std::move(here));
    return files;
  }

  std::vector<std::string> paths_below(const std::string& folder) const override {
    std::vector<std::string> paths;
    const auto& entries = index_.entries();
    for (auto entry =
             std::partition_point(entries.begin(), entries.end(),
                                  [&](const IndexEntry& one) { return one.path < folder; });
         entry != entries.end() && entry->path.starts_with(folder); ++entry) {
      if (moved_.empty() || moved_.count(entry->path) == 0) paths.emplace_back(entry->path);
    }
    for (const auto& [path, file] : moved_) {
      if (file && path.starts_with(folder)) paths.push_back(path);
    }
    if (!moved_.empty()) std::sort(paths.begin(), paths.end());
    return paths;
  }

  std::string folder_id(const std::string& folder) const override {
    const auto moved = moved_.lower_bound(folder);
    if (moved != moved_.end() && moved->first.starts_with(folder)) return "";
    return std::string(index_.tree_of(folder));
  }

  std::optional<std::string> read(const std::string& path, std::size_t limit) const override {
    const File* file = find(path);
    if (file == nullptr) return std::nullopt;
    check_readable(*file, working_tree_name);
    return read_file_beneath(root_, path, limit);
  }

  std::vector<File> links() const override {
    std::vector<File> links = links_in(index_);
    if (moved_.empty()) return links;
    std::erase_if(links, [&](const File& link) { return moved_.count(link.path) != 0; });
    for (const auto& [path, file] : moved_) {
      if (file && file->symlink) links.push_back(*file);
    }
    sort_files(links, working_tree_name);
    return links;
  }

  std::string link(const File& file) const override { return link_on_disk(root_ / file.path); }

  bool is_content_of(const std::string& path, const std::string& content) const override {
    if (!converts_) return Snapshot::is_content_of(path, content);
    const File* file = find(path);
    const std::lock_guard guard(repository_->busy);
    return file != nullptr &&
           hash_as_on_disk(repository_->handle.get(), path, content) == file->blob;
  }

  bool each_piece(const std::string& path, std::size_t limit, const Take& take) const override {
    const File* file = find(path);
    if (file == nullptr) return false;
    check_readable(*file, working_tree_name);
    return each_piece_beneath(root_, path, limit, take);
  }

  bool converts() const override { return converts_; }
  std::string name() const override { return working_tree_name; }

 protected:
  /// From the tree to the index, and what moved on disk since.
  std::optional<std::vector<FileChange>> difference_from(const Snapshot& before) const override {
    const auto* tree = dynamic_cast<const TreeSnapshot*>(&before);
    if (tree == nullptr || tree->repository() != repository_) return std::nullopt;
    std::vector<FileChange> changes;
    {
      const std::lock_guard guard(repository_->busy);
      changes = difference(*tree->folders(), *index_folders(index_));
    }
    std::erase_if(changes,
                  [&](const FileChange& change) { return moved_.count(change.path) != 0; });
    for (const auto& [path, file] : moved_) add(path, tree->find(path), file, changes);
    std::sort(changes.begin(), changes.end(),
              [](const FileChange& one, const FileChange& other) { return one.path < other.path; });
    return changes;
  }

 private:
  static void add(const std::string& path, const File* before, const std::optional<File>& after,
                  std::vector<FileChange>& changes) {
    if (before == nullptr && !after) return;
    const bool both = before != nullptr && after;
    if (both && *before == *after) return;
    const bool mode_changed = both && (before->executable != after->executable ||
                                       before->symlink != after->symlink || before->submodule);
    changes.push_back(
        {path, before != nullptr ? before->blob : "", after ? after->blob : "", mode_changed});
  }

  void list() const {
    std::vector<File> files;
    files.reserve(index_.entries().size() + moved_.size());
    for (const IndexEntry& entry : index_.entries()) {
      if (moved_.empty() || moved_.count(entry.path) == 0) files.push_back(file_of(item_of(entry)));
    }
    for (const auto& [path, file] : moved_) {
      if (file) files.push_back(*file);
    }
    if (!moved_.empty()) sort_files(files, working_tree_name);
    files_ = std::move(files);
  }

  std::shared_ptr<OpenRepository> repository_;
  fs::path root_;
  IndexFile index_;
  Moved moved_;
  bool converts_;
  mutable std::once_flag listed_;
  mutable std::vector<File> files_;
  mutable std::mutex finding_;  // around what follows, whose files stay where they are
  mutable std::map<std::string, File, std::less<>> found_;
  mutable std::vector<std::vector<std::optional<File>>> found_at_once_;
};

bool is_set(git_config* config, const char* key, int by_default) {
  int value = by_default;
  git_config_get_bool(&value, config, key);
  return value != 0;
}

/// Whether files are to be taken as they lie there.
bool has_plain_files(git_repository* repository) {
  Owned<git_config> config;
  if (git_repository_config_snapshot(into(config), repository) != 0) return false;
  return is_set(config.get(), "core.filemode", 1) && is_set(config.get(), "core.symlinks", 1) &&
         !is_set(config.get(), "core.ignorecase", 0) &&
         !is_set(config.get(), "core.precomposeunicode", 0);
}

bool is_attributes(std::string_view path) {
  constexpr std::string_view name = ".gitattributes";
  return path == name || path.ends_with("/.gitattributes");
}

/// Whether anything says that a file is not to lie on disk as its blob has it.
bool has_conversions(git_repository* repository, bool in_index, const Moved& moved) {
  if (in_index) return true;
  Owned<git_config> config;
  if (git_repository_config_snapshot(into(config), repository) != 0) return true;
  for (const char* key : {"core.autocrlf", "core.attributesfile"}) {
    const char* value = nullptr;
    if (git_config_get_string(&value, config.get(), key) == 0) return true;
  }
  return fs::exists(fs::path(git_repository_commondir(repository)) / "info/attributes") ||
         std::any_of(moved.begin(), moved.end(),
                     [](const auto& file) { return is_attributes(file.first); });
}

}  // namespace

std::shared_ptr<const Snapshot> quick_working_tree(std::shared_ptr<OpenRepository> repository,
                                                   const fs::path& root, FolderNotes* notes) {
  fs::path path;
  {
    const std::lock_guard guard(repository->busy);
    if (!has_plain_files(repository->handle.get())) return nullptr;
    path = index_path(*repository);
  }
  auto index = IndexFile::read(path);
  if (!index) return nullptr;
  bool has_attributes = false;
  for (const IndexEntry& entry : index->entries()) {
    check_path(entry.path, working_tree_name);
    has_attributes = has_attributes || is_attributes(entry.path);
  }
  auto moved = moved_on_disk(*repository, root, *index, notes);
  if (!moved) return nullptr;
  const std::lock_guard guard(repository->busy);
  const bool converts = has_conversions(repository->handle.get(), has_attributes, *moved);
  return std::make_shared<QuickTree>(repository, root, *std::move(index), *std::move(moved),
                                     converts);
}

}  // namespace tidemark::git
