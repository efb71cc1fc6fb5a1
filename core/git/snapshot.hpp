#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tidemark::git {

/// One file at one moment.
struct File {
  std::string path;  ///< relative to the repository's root, '/' between segments; any bytes
  std::string blob;  ///< git blob id of the content, 40 hex digits
  bool executable = false;
  bool symlink = false;

  bool operator==(const File&) const = default;
};

/// The files of a repository at one moment. Immutable; one thread at a time.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  /// Sorted by path; submodules are left out.
  virtual const std::vector<File>& files() const = 0;
  /// The content, or nothing when there is no such file. Throws Error(configuration) when it is a
  /// symbolic link, larger than `limit` bytes, or its object is missing.
  virtual std::optional<std::string> read(const std::string& path, std::size_t limit) const = 0;

  const File* find(const std::string& path) const;
};

/// One path that differs between two moments.
struct FileChange {
  std::string path;
  std::string from, to;  ///< blob ids; "" means absent
  bool mode_changed = false;

  bool operator==(const FileChange&) const = default;
};

/// Every path that differs, sorted.
std::vector<FileChange> difference(const Snapshot& before, const Snapshot& after);

/// The regular files below `root`, for a workspace outside any repository. `.git` is left out.
std::shared_ptr<const Snapshot> folder_snapshot(const std::filesystem::path& root);

}  // namespace tidemark::git
