#include "core/git/revision.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace tidemark::git {
namespace {

/// A name that would lead out of the tree or into git's own folder; git refuses to check it out.
bool is_hostile(const std::string& name) {
  std::string folded = name;
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name.empty() || name == "." || name == ".." || folded == ".git" ||
         name.find('/') != std::string::npos;
}

class RevisionSnapshot final : public Snapshot {
 public:
  RevisionSnapshot(RepositoryHandle repository, const git_oid& commit)
      : repository_(std::move(repository)) {
    git_commit* found = nullptr;
    check(git_commit_lookup(&found, repository_.get(), &commit), "commit " + hex(commit));
    const CommitHandle handle(found);
    list(*git_commit_tree_id(found));
    std::sort(files_.begin(), files_.end(),
              [](const File& a, const File& b) { return a.path < b.path; });
  }

  const std::vector<File>& files() const override { return files_; }

  std::optional<std::string> read(const std::string& path, std::size_t limit) const override {
    const File* file = find(path);
    if (file == nullptr) return std::nullopt;
    if (file->symlink) {
      throw Error(Fault::configuration, path + ": a symbolic link; it is not followed");
    }
    git_oid id;
    git_oid_fromstr(&id, file->blob.c_str());
    check_size(path, id, limit);
    git_blob* blob = nullptr;
    check(git_blob_lookup(&blob, repository_.get(), &id), path + hint());
    const BlobHandle handle(blob);
    return std::string(static_cast<const char*>(git_blob_rawcontent(blob)),
                       static_cast<std::size_t>(git_blob_rawsize(blob)));
  }

 private:
  /// Before anything is unpacked: a small pack can hold a huge blob.
  void check_size(const std::string& path, const git_oid& id, std::size_t limit) const {
    git_odb* database = nullptr;
    check(git_repository_odb(&database, repository_.get()), path);
    const Handle<git_odb, git_odb_free> handle(database);
    std::size_t size = 0;
    git_object_t type{};
    check(git_odb_read_header(&size, &type, database, &id), path + hint());
    if (size > limit) {
      throw Error(Fault::configuration,
                  path + ": larger than the limit of " + std::to_string(limit) + " bytes");
    }
  }

  static std::string hint() {
    return ": its object is missing (in a partial clone, fetch it: git fetch --refetch)";
  }

  /// Walks with a stack of its own, so that no depth of folders needs ours.
  void list(const git_oid& root) {
    std::vector<std::pair<git_oid, std::string>> folders = {{root, ""}};
    while (!folders.empty()) {
      const auto [id, prefix] = folders.back();
      folders.pop_back();
      git_tree* tree = nullptr;
      check(git_tree_lookup(&tree, repository_.get(), &id), "tree " + prefix);
      const TreeHandle handle(tree);
      for (std::size_t i = 0; i < git_tree_entrycount(tree); ++i) {
        add(*git_tree_entry_byindex(tree, i), prefix, folders);
      }
    }
  }

  void add(const git_tree_entry& entry, const std::string& prefix,
           std::vector<std::pair<git_oid, std::string>>& folders) {
    const std::string name = git_tree_entry_name(&entry);
    if (is_hostile(name)) {
      throw Error(Fault::security, "the tree has an entry \"" + prefix + name +
                                       "\" that git itself would not check out");
    }
    const git_filemode_t mode = git_tree_entry_filemode(&entry);
    const git_oid& id = *git_tree_entry_id(&entry);
    if (mode == GIT_FILEMODE_TREE) folders.emplace_back(id, prefix + name + "/");
    if (mode == GIT_FILEMODE_TREE || mode == GIT_FILEMODE_COMMIT) return;
    files_.push_back({prefix + name, hex(id), mode == GIT_FILEMODE_BLOB_EXECUTABLE,
                      mode == GIT_FILEMODE_LINK});
  }

  RepositoryHandle repository_;
  std::vector<File> files_;
};

}  // namespace

std::shared_ptr<const Snapshot> revision_snapshot(const RepositoryHandle& repository,
                                                  const git_oid& commit) {
  return std::make_shared<RevisionSnapshot>(repository, commit);
}

}  // namespace tidemark::git
