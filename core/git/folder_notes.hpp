#pragma once

// Which names folders had at an earlier look; private to core/git.

#include <sys/stat.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::git {

/// The names in a folder, in any order, as one number.
class Names {
 public:
  void add_file(std::string_view name);
  void add_folder(std::string_view name);
  std::uint64_t sum() const { return sum_; }

 private:
  std::uint64_t sum_ = 0;
};

/// A folder whose times are what they were has the names that it had: whatever adds, removes or
/// renames something in it moves them, and nobody can set both. So a folder need not be listed
/// again. Not noted is one that changed so lately that it may change again within the same tick of
/// the disk's clock, or one on a file system that is not known to keep the rule.
class FolderNotes {
 public:
  /// Of a look at `now`, in nanoseconds. `bytes` are what bytes() gave after an earlier look;
  /// others know nothing.
  FolderNotes(std::string_view bytes, std::int64_t now);
  /// The same, now.
  explicit FolderNotes(std::string_view bytes);

  /// Whether a folder had these names at the earlier look, and has them still. Any thread.
  bool knows(std::string_view path, const struct stat& status, const Names& names) const;
  /// What a folder had when it was listed, by its status before that. One thread at a time.
  void note(std::string_view path, const struct stat& status, const Names& names);
  /// Makes a note that is not renewed by this look last. One thread at a time.
  void keep(std::string_view path);

  /// Whether there is something to keep for the next look.
  bool is_new() const { return new_; }
  std::string bytes() const;

 private:
  struct Note {
    std::uint64_t path = 0, names = 0, device = 0, inode = 0;
    std::int64_t modified = 0, changed = 0;  // nanoseconds

    auto operator<=>(const Note&) const = default;
  };
  static Note note_of(std::string_view path, const struct stat& status, const Names& names);
  const Note* find(std::uint64_t path) const;

  std::vector<Note> known_;  // sorted by path
  std::vector<Note> kept_;
  std::vector<std::uint64_t> lasting_;  // paths of those that are as known, looked up when written
  std::int64_t now_;
  bool new_ = false;
};

}  // namespace tidemark::git
