#pragma once

// Objects of a repository as their bytes; private to core/git.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/git/library.hpp"

struct git_odb_backend;

namespace tidemark::git {

using ObjectId = std::array<unsigned char, 20>;
ObjectId object_id(const git_oid& id);
ObjectId object_id(const std::string& hex);
std::string hex(const ObjectId& id);

/// For unordered containers: an id is as good as a hash.
struct ObjectIdHash {
  std::size_t operator()(const ObjectId& id) const;
};

/// The bytes of an object, given back to the store that they came from.
class ObjectBytes {
 public:
  ObjectBytes(git_odb_backend* owner, void* data, std::size_t size)
      : owner_(owner), data_(data), size_(size) {}
  ~ObjectBytes();
  ObjectBytes(const ObjectBytes&) = delete;
  ObjectBytes& operator=(const ObjectBytes&) = delete;
  std::string_view text() const { return {static_cast<const char*>(data_), size_}; }

 private:
  git_odb_backend* owner_;
  void* data_;
  std::size_t size_;
};

/// Reads commits and trees by the thousand: past libgit2's object cache, and without hashing them
/// again, as git does. One thread each.
class RawObjects {
 public:
  /// `git_folder` is the repository's `.git`.
  explicit RawObjects(const std::filesystem::path& git_folder);

  /// Null when there is no such object.
  std::unique_ptr<ObjectBytes> find(const ObjectId& id);
  /// The bytes of a tree, kept for those that ask soon again. Null when there is no such object.
  std::shared_ptr<const ObjectBytes> find_tree(const ObjectId& id);

 private:
  Owned<git_repository> repository_;
  Owned<git_odb> objects_;
  std::vector<git_odb_backend*> stores_;
  std::unordered_map<ObjectId, std::shared_ptr<const ObjectBytes>, ObjectIdHash> trees_;
  std::size_t kept_ = 0;  // bytes in trees_
};

/// What the index needs of a commit.
struct RawCommit {
  ObjectId tree{};
  std::vector<ObjectId> parents;
  std::int64_t time = 0;  ///< of the committer, seconds since 1970
};
/// Throws Error(configuration) when the bytes are no commit.
RawCommit parse_commit(std::string_view bytes, const ObjectId& id);

}  // namespace tidemark::git
