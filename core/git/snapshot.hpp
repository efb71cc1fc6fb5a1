#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::git {

/// One file of a snapshot. Names are bytes, not necessarily UTF-8.
struct File {
  std::string path;  ///< relative to the repository's root, '/'-separated
  std::string blob;  ///< git blob id of the content, hex; a submodule's commit id
  bool executable = false;
  bool symlink = false;    ///< the content is where it points; never followed
  bool submodule = false;  ///< a commit of another repository; "-dirty" after the id as git has it

  bool operator==(const File&) const = default;
};

/// A path whose content or mode differs between two snapshots.
struct FileChange {
  std::string path;
  std::string from, to;       ///< blob ids, "" means absent
  bool mode_changed = false;  ///< on both sides, but another kind of file or another executable bit

  bool operator==(const FileChange&) const = default;
};

/// The files of a repository, or of a folder, at one moment. Immutable, any thread.
class Snapshot {
 public:
  using Take = std::function<void(std::string_view piece)>;

  virtual ~Snapshot();
  /// Sorted by path, unique; no path leads outside (no `..`, `.` or `.git`).
  virtual const std::vector<File>& files() const = 0;
  /// The content, or nothing when there is no such file. Throws Error(configuration) when it is
  /// larger than `limit` bytes, a symbolic link, a submodule, or not there (partial clone, damage).
  virtual std::optional<std::string> read(const std::string& path, std::size_t limit) const = 0;
  /// What stands in a symbolic link of files(): where it leads, relative to its folder. "" when it
  /// cannot be read.
  virtual std::string link(const File& file) const;
  /// The symbolic links of files(), sorted by path.
  virtual std::vector<File> links() const;
  /// Whether a content that read() gave is what the file's blob stands for: one on disk may have
  /// been written since it was looked at.
  virtual bool is_content_of(const std::string& path, const std::string& content) const;
  /// Hands on what read() gives, piece by piece, so that it need not be held whole. False when
  /// there is no such file. What throws may have handed on something before.
  virtual bool each_piece(const std::string& path, std::size_t limit, const Take& take) const;
  /// Whether read() may give other bytes than the blob has: line endings, filters. Then the same
  /// blob is the same content only among files on disk.
  virtual bool converts() const { return true; }
  /// For people: `3f2a91c0`, `working tree` or `folder`.
  virtual std::string name() const = 0;
  /// Null when there is no such file.
  virtual const File* find(std::string_view path) const;
  /// As find(), for each of the paths in their order; many at once cost less than one by one.
  virtual std::vector<const File*> find_all(const std::vector<std::string>& paths) const;
  /// Does ahead, as on another thread, what a find_all() would begin with.
  virtual void prepare_to_find() const {}
  /// The paths of files() that begin with the folder ("" or "a/b/"), sorted.
  virtual std::vector<std::string> paths_below(const std::string& folder) const;
  /// An id that a folder ("" or "a/b/") with anything else in it has not: names, kinds, blobs.
  /// Equal ones mean the same files, but the same folder may be "" (not known) at another time.
  virtual std::string folder_id(const std::string& folder) const;

 protected:
  friend std::vector<FileChange> difference(const Snapshot& before, const Snapshot& after);
  /// As difference(before, *this), when there is a way that does not list both.
  virtual std::optional<std::vector<FileChange>> difference_from(const Snapshot& before) const;
};

/// The id that git gives to a file with this content, as it is.
std::string blob_id(std::string_view content);

/// Every path that differs, sorted. Renames are a removal and an addition.
std::vector<FileChange> difference(const Snapshot& before, const Snapshot& after);

/// The files below a folder that is in no repository: regular files and symbolic links, without
/// anything below a `.git`. Listed and hashed when first asked for; read() does not wait for that.
std::shared_ptr<const Snapshot> folder_snapshot(const std::filesystem::path& root);

}  // namespace tidemark::git
