#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/git/snapshot.hpp"

namespace tidemark::git {

struct OpenRepository;

/// A git repository, for reading only. Nothing that it contains or configures is executed: no hook,
/// filter, monitor, pager or subprocess. Any thread. Every failure is an Error that names the fact
/// and the way out: security for a tree that could lead outside its folder, else configuration.
class Repository {
 public:
  /// Nothing when `start` is not inside a repository. Throws when it is in one that cannot be
  /// opened.
  static std::optional<Repository> discover(const std::filesystem::path& start);
  /// Throws when `start` is not inside a repository.
  static Repository open(const std::filesystem::path& start);

  /// The working directory. Throws when the repository is bare.
  std::filesystem::path root() const;

  /// The 40 hex digits of the commit that a branch, tag, `HEAD~1`, ... stands for. Never guesses:
  /// what cannot be found, because of a short history or otherwise, throws.
  std::string resolve(const std::string& revision) const;
  /// The commit that both histories share last. Throws when there is none, or the history is too
  /// short to tell.
  std::string merge_base(const std::string& one, const std::string& other) const;
  std::string head() const;
  /// Whether HEAD's branch has a commit yet.
  bool has_commit() const;
  /// `Name <mail>` of everybody who authored a commit that `head` has and `base` has not. Sorted.
  std::vector<std::string> authors(const std::string& base, const std::string& head) const;

  /// The files of a commit, without a checkout. Every path has been looked at, so that a tree that
  /// could lead outside its folder throws here.
  std::shared_ptr<const Snapshot> at(const std::string& revision) const;
  /// As at(), but the tree is read as far as somebody asks, and throws only there; where git's
  /// index holds the same tree, that may answer. For questions, never for a gate.
  std::shared_ptr<const Snapshot> glance_at(const std::string& revision) const;
  /// The files on disk that are tracked, or untracked and not ignored; read() gives what is on disk
  /// when it is called. A file that a sparse checkout leaves out is as the index has it.
  std::shared_ptr<const Snapshot> working_tree() const;
  /// The same, by what an earlier call left in `notes` ("" at first), with which folders that
  /// nobody touched are not listed again; it leaves there what the next call may begin with.
  /// Whoever can write the notes can hide a new file: for questions, never for a gate.
  std::shared_ptr<const Snapshot> working_tree(std::string& notes) const;
  /// Whether the working tree is what HEAD says, without untracked files.
  bool is_clean() const;

  /// Whether the index has this path, relative to the root.
  bool is_staged(const std::string& path) const;
  /// Whether git's ignore rules leave out this path, relative to the root, that need not be there.
  bool is_ignored(const std::string& path) const;

  /// `Name <mail>` of whoever commits here, by environment and configuration; "" when unknown.
  std::string author() const;

  /// For core/git only.
  OpenRepository& shared() const { return *repository_; }

 private:
  explicit Repository(std::shared_ptr<OpenRepository> repository);
  std::shared_ptr<OpenRepository> repository_;
};

}  // namespace tidemark::git
