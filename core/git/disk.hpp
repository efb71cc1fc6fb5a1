#pragma once

// What lies on disk next to what git's index says; private to core/git.

#include <filesystem>
#include <string>
#include <vector>

#include "core/git/folder_notes.hpp"
#include "core/git/index_file.hpp"

namespace tidemark::git {

/// Where disk and index do not agree at first sight.
struct Disagreement {
  std::vector<std::size_t> gone;      ///< positions of entries that are no file any more
  std::vector<std::size_t> doubtful;  ///< positions of entries whose content may be another
  std::vector<std::string> unknown;  ///< files that are in no entry; folders, with a '/' at the end
  bool unclear = false;              ///< a folder with entries has a `.git`, or cannot be listed
};

/// Looks at every file below `root`, on all cores. Follows no link, reads no content, and does not
/// look into folders without entries. With notes, folders that are known are not listed.
Disagreement compare_with_disk(const std::filesystem::path& root, const IndexFile& index,
                               FolderNotes* notes = nullptr);

}  // namespace tidemark::git
