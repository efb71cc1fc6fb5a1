#include <sys/stat.h>

#include <map>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/git/revision.hpp"

namespace tidemark::git {
namespace {

namespace fs = std::filesystem;

/// A file as it lies on disk; nothing for what is neither a file nor a link.
std::optional<File> file_on_disk(const fs::path& root, const std::string& path,
                                 git_repository* repository) {
  const fs::path full = root / path;
  struct stat status {};
  if (::lstat(full.c_str(), &status) != 0) return std::nullopt;
  git_oid id;
  File file{path, "", (status.st_mode & S_IXUSR) != 0, S_ISLNK(status.st_mode)};
  if (file.symlink) {
    const std::string target = fs::read_symlink(full).string();
    check(git_odb_hash(&id, target.data(), target.size(), GIT_OBJECT_BLOB), path);
    file.executable = false;
  } else if (!S_ISREG(status.st_mode)) {
    return std::nullopt;
  } else if (repository != nullptr) {
    // As git would store it, so that the same text has the same id under any line-ending rule.
    check(git_repository_hashfile(&id, repository, path.c_str(), GIT_OBJECT_BLOB, path.c_str()),
          path);
  } else {
    check(git_odb_hashfile(&id, full.c_str(), GIT_OBJECT_BLOB), path);
  }
  file.blob = hex(id);
  return file;
}

class DiskSnapshot final : public Snapshot {
 public:
  DiskSnapshot(fs::path root, const std::map<std::string, File>& files) : root_(std::move(root)) {
    for (const auto& [path, file] : files) files_.push_back(file);
  }

  const std::vector<File>& files() const override { return files_; }

  std::optional<std::string> read(const std::string& path, std::size_t limit) const override {
    std::error_code failure;
    if (fs::is_symlink(fs::symlink_status(root_ / path, failure))) {
      throw Error(Fault::configuration, path + ": a symbolic link; it is not followed");
    }
    // A file that came after the snapshot was taken is no part of it.
    if (find(path) == nullptr) return std::nullopt;
    return read_file_if_present(root_ / path, limit);
  }

 private:
  fs::path root_;
  std::vector<File> files_;
};

std::map<std::string, File> indexed_files(git_repository* repository) {
  git_index* index = nullptr;
  check(git_repository_index(&index, repository), "the index");
  const IndexHandle handle(index);
  check(git_index_read(index, 1), "the index");
  std::map<std::string, File> files;
  for (std::size_t i = 0; i < git_index_entrycount(index); ++i) {
    const git_index_entry& entry = *git_index_get_byindex(index, i);
    if (git_index_entry_stage(&entry) != 0) {
      throw Error(Fault::configuration,
                  std::string(entry.path) + ": a merge conflict is not resolved (git status)");
    }
    if (entry.mode == GIT_FILEMODE_COMMIT) continue;
    files[entry.path] = {entry.path, hex(entry.id), entry.mode == GIT_FILEMODE_BLOB_EXECUTABLE,
                         entry.mode == GIT_FILEMODE_LINK};
  }
  return files;
}

}  // namespace

std::shared_ptr<const Snapshot> working_tree_snapshot(const RepositoryHandle& repository) {
  const fs::path root = git_repository_workdir(repository.get());
  auto files = indexed_files(repository.get());
  git_status_options options = GIT_STATUS_OPTIONS_INIT;
  options.show = GIT_STATUS_SHOW_WORKDIR_ONLY;
  options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
                  GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  git_status_list* list = nullptr;
  check(git_status_list_new(&list, repository.get(), &options), "the working tree's status");
  const StatusHandle handle(list);
  for (std::size_t i = 0; i < git_status_list_entrycount(list); ++i) {
    const git_diff_delta* delta = git_status_byindex(list, i)->index_to_workdir;
    if (delta == nullptr) continue;
    const std::string path = delta->new_file.path != nullptr ? delta->new_file.path
                                                             : delta->old_file.path;
    files.erase(path);
    if (auto file = file_on_disk(root, path, repository.get())) files[path] = *std::move(file);
  }
  return std::make_shared<DiskSnapshot>(root, files);
}

std::shared_ptr<const Snapshot> folder_snapshot(const fs::path& root) {
  start_library();
  std::map<std::string, File> files;
  auto entry = fs::recursive_directory_iterator(root);
  for (; entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->path().filename() == ".git") entry.disable_recursion_pending();
    const std::string path = entry->path().lexically_relative(root).string();
    if (entry->path().filename() == ".git") continue;
    if (auto file = file_on_disk(root, path, nullptr)) files[path] = *std::move(file);
  }
  return std::make_shared<DiskSnapshot>(root, files);
}

}  // namespace tidemark::git
