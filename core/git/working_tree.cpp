#include <git2.h>
#include <sys/stat.h>

#include <map>
#include <set>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/git/entries.hpp"
#include "core/git/open.hpp"
#include "core/git/quick_tree.hpp"

namespace tidemark::git {
namespace {

File file_of(const std::string& path, unsigned int mode) {
  File file;
  file.path = path;
  file.executable = mode == GIT_FILEMODE_BLOB_EXECUTABLE;
  file.symlink = mode == GIT_FILEMODE_LINK;
  file.submodule = mode == GIT_FILEMODE_COMMIT;
  return file;
}

/// The index, corrected by what is on disk.
class Scan {
 public:
  Scan(git_repository* repository, const std::filesystem::path& root)
      : repository_(repository), root_(root) {
    add_index();
    add_differences();
    for (const std::string& path : unwatched_) look_at(path);
  }

  std::vector<File> files() const {
    std::vector<File> files;
    for (const auto& [path, file] : files_) files.push_back(file);
    return files;
  }
  /// Files that a sparse checkout leaves out: their content is the index's.
  const std::set<std::string>& absent() const { return absent_; }

 private:
  void add_index() {
    Owned<git_index> index;
    check(git_repository_index(into(index), repository_),
          working_tree_name + ": cannot read git's index");
    check(git_index_read(index.get(), 0), working_tree_name + ": cannot read git's index");
    const std::size_t size = git_index_entrycount(index.get());
    for (std::size_t i = 0; i < size; ++i) add(*git_index_get_byindex(index.get(), i));
  }

  void add(const git_index_entry& entry) {
    check_path(entry.path, working_tree_name);
    const bool submodule = entry.mode == GIT_FILEMODE_COMMIT;
    const bool sparse = !submodule && (entry.flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
    const bool unwatched = !submodule && (sparse || (entry.flags & GIT_INDEX_ENTRY_VALID) != 0);
    // git is told not to look at these files; whoever replays them must.
    if (unwatched || git_index_entry_is_conflict(&entry) != 0) unwatched_.insert(entry.path);
    if (sparse) absent_.insert(entry.path);
    File file = file_of(entry.path, entry.mode);
    file.blob = hex(entry.id);
    files_[entry.path] = std::move(file);
  }

  void add_differences() {
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
                    GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_DISABLE_PATHSPEC_MATCH;
    Owned<git_diff> diff;
    check(git_diff_index_to_workdir(into(diff), repository_, nullptr, &options),
          working_tree_name + ": cannot compare git's index with the files");
    const std::size_t size = git_diff_num_deltas(diff.get());
    for (std::size_t i = 0; i < size; ++i) apply(*git_diff_get_delta(diff.get(), i));
  }

  void apply(const git_diff_delta& delta) {
    const std::string path = delta.new_file.path;
    if (unwatched_.count(path) != 0) return;
    const auto known = files_.find(path);
    if (known != files_.end() && known->second.submodule &&
        (delta.status == GIT_DELTA_DELETED || delta.new_file.mode == GIT_FILEMODE_COMMIT)) {
      apply_submodule(delta, known->second);
    } else if (delta.status == GIT_DELTA_DELETED) {
      files_.erase(path);
    } else {
      add_from_disk(path, delta.new_file.mode);
    }
  }

  /// A submodule that is not checked out is as the index has it.
  static void apply_submodule(const git_diff_delta& delta, File& file) {
    if (delta.status == GIT_DELTA_DELETED) return;
    const std::string now = hex(delta.new_file.id);
    const bool moved = git_oid_is_zero(&delta.new_file.id) == 0 && now != file.blob;
    file.blob = moved ? now : file.blob + "-dirty";
  }

  /// Takes the file as it lies there, whatever git was told about it.
  void look_at(const std::string& path) {
    struct stat status {};
    if (::lstat((root_ / path).c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
      const bool executable = (status.st_mode & S_IXUSR) != 0;
      add_from_disk(path, executable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB);
    } else if (S_ISLNK(status.st_mode)) {
      add_from_disk(path, GIT_FILEMODE_LINK);
    } else {
      if (absent_.count(path) == 0) files_.erase(path);
      return;
    }
    absent_.erase(path);
  }

  void add_from_disk(const std::string& path, unsigned int mode) {
    // Folders are repositories within this one, as for git; devices and pipes have no content.
    if (mode == GIT_FILEMODE_TREE || mode == GIT_FILEMODE_UNREADABLE) return;
    check_path(path, working_tree_name);
    File file = file_of(path, mode);
    file.blob = file.submodule ? "" : hash_on_disk(repository_, root_, path, file.symlink);
    files_[path] = std::move(file);
    if (files_.size() > most_files) {
      throw Error(Fault::security,
                  working_tree_name + ": more than " + std::to_string(most_files) + " files");
    }
  }

  git_repository* repository_;
  const std::filesystem::path& root_;
  std::map<std::string, File> files_;
  std::set<std::string> unwatched_, absent_;
};

class WorkingTree final : public Snapshot {
 public:
  WorkingTree(std::shared_ptr<OpenRepository> repository, std::filesystem::path root)
      : repository_(std::move(repository)), root_(std::move(root)) {
    const std::lock_guard guard(repository_->busy);
    const Scan scan(repository_->handle.get(), root_);
    files_ = scan.files();
    absent_ = scan.absent();
  }

  const std::vector<File>& files() const override { return files_; }

  std::optional<std::string> read(const std::string& path, std::size_t limit) const override {
    const File* file = find(path);
    if (file == nullptr) return std::nullopt;
    check_readable(*file, working_tree_name);
    if (absent_.count(path) == 0) return read_file_beneath(root_, path, limit);
    return read_blob(*repository_, file->blob, limit,
                     working_tree_name + ": '" + printable(path) + "'");
  }

  std::string link(const File& file) const override {
    if (absent_.count(file.path) == 0) return link_on_disk(root_ / file.path);
    return read_blob(*repository_, file.blob, longest_link,
                     working_tree_name + ": '" + printable(file.path) + "'");
  }

  bool is_content_of(const std::string& path, const std::string& content) const override {
    if (absent_.count(path) != 0) return Snapshot::is_content_of(path, content);
    const File* file = find(path);
    const std::lock_guard guard(repository_->busy);
    return file != nullptr &&
           hash_as_on_disk(repository_->handle.get(), path, content) == file->blob;
  }

  bool each_piece(const std::string& path, std::size_t limit, const Take& take) const override {
    if (absent_.count(path) != 0) return Snapshot::each_piece(path, limit, take);
    const File* file = find(path);
    if (file == nullptr) return false;
    check_readable(*file, working_tree_name);
    return each_piece_beneath(root_, path, limit, take);
  }

  std::string name() const override { return working_tree_name; }

 private:
  std::shared_ptr<OpenRepository> repository_;
  std::filesystem::path root_;
  std::vector<File> files_;
  std::set<std::string> absent_;
};

}  // namespace

std::string hash_on_disk(git_repository* repository, const std::filesystem::path& root,
                         const std::string& path, bool symlink) {
  std::error_code failure;
  if (symlink) return blob_id(std::filesystem::read_symlink(root / path, failure).string());
  git_oid id;
  const int code = git_repository_hashfile(&id, repository, (root / path).c_str(), GIT_OBJECT_BLOB,
                                           path.c_str());
  check(code, working_tree_name + ": cannot read '" + printable(path) + "'");
  return hex(id);
}

std::string hash_as_on_disk(git_repository* repository, const std::string& path,
                            const std::string& content) {
  Owned<git_filter_list> filters;
  if (git_filter_list_load(into(filters), repository, nullptr, path.c_str(), GIT_FILTER_TO_ODB,
                           GIT_FILTER_DEFAULT) != 0) {
    return "";
  }
  if (filters == nullptr) return blob_id(content);
  git_buf clean = GIT_BUF_INIT;
  const int code =
      git_filter_list_apply_to_buffer(&clean, filters.get(), content.data(), content.size());
  std::string blob = code == 0 ? blob_id({clean.ptr, clean.size}) : "";
  git_buf_dispose(&clean);
  return blob;
}

std::shared_ptr<const Snapshot> working_tree_snapshot(std::shared_ptr<OpenRepository> repository,
                                                      const std::filesystem::path& root,
                                                      FolderNotes* notes) {
  if (auto quick = quick_working_tree(repository, root, notes)) return quick;
  return std::make_shared<WorkingTree>(std::move(repository), root);
}

}  // namespace tidemark::git
