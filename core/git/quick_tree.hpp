#pragma once

// The working tree without libgit2's comparison; private to core/git.

#include <filesystem>
#include <memory>

#include "core/git/folder_notes.hpp"
#include "core/git/open.hpp"

namespace tidemark::git {

/// As working_tree_snapshot(), at the cost of one look at every file; null where the index or the
/// repository is of a kind that only libgit2 knows. `notes` may be null.
std::shared_ptr<const Snapshot> quick_working_tree(std::shared_ptr<OpenRepository> repository,
                                                   const std::filesystem::path& root,
                                                   FolderNotes* notes);

/// The id that `git add` would give, line endings converted as configured. The repository must be
/// busy for the caller.
std::string hash_on_disk(git_repository* repository, const std::filesystem::path& root,
                         const std::string& path, bool symlink);
/// As hash_on_disk(), of a content that was read there. "" when it cannot be told.
std::string hash_as_on_disk(git_repository* repository, const std::string& path,
                            const std::string& content);

}  // namespace tidemark::git
