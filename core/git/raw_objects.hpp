#pragma once

// Objects of a repository as their bytes; private to core/git.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/git/library.hpp"
#include "core/git/object_id.hpp"
#include "core/git/pack.hpp"

namespace tidemark::git {

ObjectId object_id(const git_oid& id);
ObjectId object_id(const std::string& hex);
std::string hex(const ObjectId& id);

/// Reads commits and trees by the thousand, without hashing them again, as git does. One thread
/// each.
class RawObjects {
 public:
  /// `git_folder` is the repository's `.git`; `packs` are its packs and outlive this.
  RawObjects(std::filesystem::path git_folder, const Packs& packs);

  /// Null when there is no such object.
  Bytes find(const ObjectId& id);

 private:
  Bytes find_elsewhere(const ObjectId& id);

  std::filesystem::path git_folder_;
  PackReader packs_;
  Owned<git_repository> repository_;  // opened when the packs do not have an object
  Owned<git_odb> objects_;
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
