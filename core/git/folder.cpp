#include <git2.h>

#include <mutex>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/git/entries.hpp"
#include "core/git/library.hpp"

namespace tidemark::git {
namespace {

namespace fs = std::filesystem;

std::string blob_of(const fs::path& path, bool symlink) {
  if (symlink) return blob_id(fs::read_symlink(path).string());
  git_oid id;
  check(git_odb_hashfile(&id, path.c_str(), GIT_OBJECT_BLOB), path.string() + ": cannot be read");
  return hex(id);
}

class FolderSnapshot final : public Snapshot {
 public:
  explicit FolderSnapshot(fs::path root) : root_(std::move(root)) {
    if (fs::is_directory(root_)) return;
    throw Error(Fault::configuration, root_.string() + ": no such folder");
  }

  const std::vector<File>& files() const override {
    std::call_once(listed_, [this] { list(); });
    return files_;
  }

  std::optional<std::string> read(const std::string& path, std::size_t limit) const override {
    check_path(path, root_.string());
    return read_file_beneath(root_, path, limit);
  }

  std::string link(const File& file) const override { return link_on_disk(root_ / file.path); }

  bool each_piece(const std::string& path, std::size_t limit, const Take& take) const override {
    check_path(path, root_.string());
    return each_piece_beneath(root_, path, limit, take);
  }

  std::string name() const override { return "folder"; }

 private:
  void list() const try {
    start_library();
    std::vector<File> files;
    for (auto entry = fs::recursive_directory_iterator(root_); entry != fs::end(entry); ++entry) {
      if (entry->path().filename() == ".git") {
        entry.disable_recursion_pending();
      } else if (entry->is_symlink() || entry->is_regular_file()) {
        files.push_back(file_of(entry->path(), entry->symlink_status()));
      }
    }
    sort_files(files, root_.string());
    files_ = std::move(files);
  } catch (const fs::filesystem_error& failure) {
    throw Error(Fault::configuration, failure.path1().string() + ": " + failure.code().message());
  }

  File file_of(const fs::path& path, const fs::file_status& status) const {
    const bool symlink = fs::is_symlink(status);
    const bool executable =
        !symlink && (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
    return {path.lexically_relative(root_).generic_string(), blob_of(path, symlink), executable,
            symlink, false};
  }

  fs::path root_;
  mutable std::once_flag listed_;
  mutable std::vector<File> files_;
};

}  // namespace

std::string blob_id(std::string_view content) {
  start_library();
  git_oid id;
  check(git_odb_hash(&id, content.data(), content.size(), GIT_OBJECT_BLOB), "cannot hash a text");
  return hex(id);
}

std::shared_ptr<const Snapshot> folder_snapshot(const std::filesystem::path& root) {
  return std::make_shared<FolderSnapshot>(root);
}

}  // namespace tidemark::git
