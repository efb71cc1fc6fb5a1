#include <git2.h>

#include "core/base/error.hpp"
#include "core/git/entries.hpp"
#include "core/git/open.hpp"

namespace tidemark::git {
namespace {

File file_of(const git_tree_entry* entry, std::string path) {
  const git_filemode_t mode = git_tree_entry_filemode(entry);
  return {std::move(path), hex(*git_tree_entry_id(entry)), mode == GIT_FILEMODE_BLOB_EXECUTABLE,
          mode == GIT_FILEMODE_LINK, mode == GIT_FILEMODE_COMMIT};
}

/// Lists a commit's tree. The length limit of paths bounds the depth.
class Listing {
 public:
  Listing(const OpenRepository& repository, std::string where)
      : repository_(repository), where_(std::move(where)) {}

  void add(const git_oid& tree_id, const std::string& folder) {
    Owned<git_tree> tree;
    const int code = git_tree_lookup(into(tree), repository_.handle.get(), &tree_id);
    if (code != 0) refuse_tree(code, folder);
    const std::size_t size = git_tree_entrycount(tree.get());
    for (std::size_t i = 0; i < size; ++i) add(git_tree_entry_byindex(tree.get(), i), folder);
  }

  std::vector<File> sorted() && {
    sort_files(files_, where_);
    return std::move(files_);
  }

 private:
  void add(const git_tree_entry* entry, const std::string& folder) {
    const std::string name = git_tree_entry_name(entry);
    const std::string path = folder + name;
    // A slash inside a name would pretend to be a folder; "//" is refused as an empty part.
    check_path(name.find('/') == std::string::npos ? path : path + "//", where_);
    count();
    if (git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE) {
      add(*git_tree_entry_id(entry), path + '/');
    } else {
      files_.push_back(file_of(entry, path));
    }
  }

  void count() {
    if (++entries_ <= most_files) return;
    throw Error(Fault::security,
                where_ + ": more than " + std::to_string(most_files) + " files and folders");
  }

  [[noreturn]] void refuse_tree(int code, const std::string& folder) const {
    const std::string fact = where_ + ": the list of files of '" + printable(folder) + "' ";
    throw Error(Fault::configuration,
                code == GIT_ENOTFOUND
                    ? fact + "is not here: " + why_missing(repository_)
                    : fact + "cannot be read: " + last_message() + " (run git fsck)");
  }

  const OpenRepository& repository_;
  const std::string where_;
  std::vector<File> files_;
  std::size_t entries_ = 0;
};

class TreeSnapshot final : public Snapshot {
 public:
  TreeSnapshot(std::shared_ptr<OpenRepository> repository, const std::string& commit)
      : repository_(std::move(repository)), name_(commit.substr(0, 8)) {
    const std::lock_guard guard(repository_->busy);
    const git_oid id = id_of(commit);
    Owned<git_commit> found;
    check(git_commit_lookup(into(found), repository_->handle.get(), &id), where());
    Listing listing(*repository_, where());
    listing.add(*git_commit_tree_id(found.get()), "");
    files_ = std::move(listing).sorted();
  }

  const std::vector<File>& files() const override { return files_; }

  std::optional<std::string> read(const std::string& path, std::size_t limit) const override {
    const File* file = find(path);
    if (file == nullptr) return std::nullopt;
    check_readable(*file, where());
    return read_blob(*repository_, file->blob, limit, where() + ": '" + printable(path) + "'");
  }

  std::string name() const override { return name_; }

 private:
  std::string where() const { return "commit " + name_; }

  std::shared_ptr<OpenRepository> repository_;
  std::string name_;
  std::vector<File> files_;
};

}  // namespace

std::shared_ptr<const Snapshot> tree_snapshot(std::shared_ptr<OpenRepository> repository,
                                              const std::string& commit) {
  return std::make_shared<TreeSnapshot>(std::move(repository), commit);
}

}  // namespace tidemark::git
