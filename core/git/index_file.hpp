#pragma once

// git's index as it lies on disk; private to core/git. libgit2 makes an object of every entry and
// compares folders that have not moved; here a large index costs what its bytes cost.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tidemark::git {

/// Seconds and nanoseconds, cut to 32 bits as git cuts them.
struct IndexTime {
  std::uint32_t seconds = 0, nanoseconds = 0;
  auto operator<=>(const IndexTime&) const = default;
};

/// A file as git last saw it.
struct IndexEntry {
  std::string_view path;  ///< a zero byte is behind it
  std::string_view id;    ///< 20 bytes
  std::uint32_t mode = 0;
  IndexTime changed, modified;
  std::uint32_t inode = 0, user = 0, group = 0, size = 0;
};

/// The entries, sorted by path and unique. Not every index can be read this way: one with
/// conflicts, submodules, sparse folders or files that git is told not to look at is libgit2's.
class IndexFile {
 public:
  /// Nothing when the file is of a kind that this does not read, or damaged, or not there.
  static std::optional<IndexFile> read(const std::filesystem::path& file);
  /// As read, of bytes that were written at `written`.
  static std::optional<IndexFile> parse(std::string bytes, IndexTime written);

  const std::vector<IndexEntry>& entries() const { return entries_; }
  /// The tree, 20 bytes, that holds all below the folder ("" or "a/b/"); "" when git has not noted.
  std::string_view tree_of(std::string_view folder) const;
  /// When the index was written: what was modified since may look as it did.
  IndexTime written() const { return written_; }

 private:
  class Parser;
  std::string bytes_;                // views lead into it
  std::deque<std::string> spelled_;  // paths that the file does not have in one piece
  std::vector<IndexEntry> entries_;
  std::unordered_map<std::string_view, std::string_view> trees_;
  IndexTime written_;
};

}  // namespace tidemark::git
