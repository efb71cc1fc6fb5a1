#pragma once

// What a look at the disk leaves open, settled; private to core/git.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/git/descent.hpp"
#include "core/git/folder_notes.hpp"
#include "core/git/index_file.hpp"

namespace tidemark::git {

/// What is on disk instead of an entry: nothing when the file is gone.
using Moved = std::map<std::string, std::optional<File>, std::less<>>;

/// What differs from the index, ignored files left out. Nothing when libgit2 must look: a folder is
/// a repository of its own, or cannot be listed. The repository is busy only for what libgit2
/// must tell. `notes` may be null.
std::optional<Moved> moved_on_disk(OpenRepository& repository, const std::filesystem::path& root,
                                   const IndexFile& index, FolderNotes* notes);

/// Null when there is no such entry.
const IndexEntry* entry_at(const IndexFile& index, std::string_view path);
Item item_of(const IndexEntry& entry);
/// The symbolic links that an index knows, sorted by path.
std::vector<File> links_in(const IndexFile& index);

}  // namespace tidemark::git
