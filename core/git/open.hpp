#pragma once

// A repository's handle as repositories and snapshots share it; private to core/git.

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/git/library.hpp"
#include "core/git/snapshot.hpp"

namespace tidemark::git {

class FolderNotes;

struct OpenRepository {
  std::filesystem::path folder;  ///< where somebody asked for it, for messages
  Owned<git_repository> handle;
  std::mutex busy;  ///< held around every call that takes `handle`
};

/// Null when `start` is not inside a repository; throws Error(configuration) when it is inside one
/// that cannot be opened.
std::shared_ptr<OpenRepository> open_if_inside(const std::filesystem::path& start);

inline const std::string history_too_short =
    "history too short: fetch with depth 0 (actions/checkout: fetch-depth: 0)";
bool is_shallow(const OpenRepository& repository);

/// Why an object is not there and what helps, as the end of a message. Ends no sentence.
std::string why_missing(const OpenRepository& repository);

/// Throws for a folder's list of files that libgit2 did not give, with its `code`.
[[noreturn]] void refuse_tree(const OpenRepository& repository, int code, const std::string& where,
                              const std::string& folder);

/// Content of a blob. `what` names it in messages.
std::string read_blob(OpenRepository& repository, const std::string& blob, std::size_t limit,
                      const std::string& what);

/// Where git's index lies. The repository must be busy for the caller.
std::filesystem::path index_path(const OpenRepository& repository);

/// Whether a tree's objects are read for all that is said of it, or git's index may answer.
enum class Look { whole, quick };

/// Looks at what is asked for only; files() looks at all.
std::shared_ptr<const Snapshot> tree_snapshot(std::shared_ptr<OpenRepository> repository,
                                              const std::string& commit, Look look);
std::shared_ptr<const Snapshot> working_tree_snapshot(std::shared_ptr<OpenRepository> repository,
                                                      const std::filesystem::path& root,
                                                      FolderNotes* notes = nullptr);

}  // namespace tidemark::git
