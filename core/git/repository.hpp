#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/git/snapshot.hpp"

namespace tidemark::git {

/// A git repository, read only. Reading executes nothing of it: no hook, filter, pager or other
/// command that its configuration names. Every member throws Error(configuration) with the fact and
/// the way out. One thread at a time.
class Repository {
 public:
  /// The repository that `start` lies in, or nothing when it lies in none. A repository that cannot
  /// be opened (another owner's, SHA-256, bare) throws.
  static std::optional<Repository> discover(const std::filesystem::path& start);

  /// The working directory, canonical.
  std::filesystem::path root() const;
  bool has_commit() const;
  /// The commit that HEAD names, 40 hex digits.
  std::string head() const;
  /// The commit that a revision names (branch, tag, id, HEAD~2, ...), 40 hex digits.
  std::string resolve(const std::string& revision) const;
  /// Where two commits parted.
  std::string merge_base(const std::string& one, const std::string& two) const;
  /// `Name <address>` of everybody who authored a commit that `head` has and `base` has not; sorted.
  std::vector<std::string> authors(const std::string& base, const std::string& head) const;
  /// The files of a revision, read from its objects.
  std::shared_ptr<const Snapshot> at(const std::string& revision) const;
  /// The files as they lie on disk: tracked ones and untracked ones that are not ignored.
  std::shared_ptr<const Snapshot> working_tree() const;
  /// Whether the working tree is what HEAD says, without untracked files.
  bool is_clean() const;
  /// `Name <address>` of who works here, "" when git is not told.
  std::string author() const;

 private:
  struct Impl;  // libgit2 stays in the .cpp
  explicit Repository(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

}  // namespace tidemark::git
