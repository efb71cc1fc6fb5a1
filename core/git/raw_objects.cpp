#include "core/git/raw_objects.hpp"

#include <git2.h>

#include <charconv>
#include <cstring>

#include "core/base/error.hpp"

namespace tidemark::git {
namespace {

/// Takes `prefix` off the front of the bytes; nothing happens when they begin otherwise.
bool take(std::string_view& bytes, std::string_view prefix) {
  if (!bytes.starts_with(prefix)) return false;
  bytes.remove_prefix(prefix.size());
  return true;
}

std::string_view take_line(std::string_view& bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
  return line;
}

/// The seconds in `Name <mail> 1700000000 +0100`; 0 where git has 0 too, when they are unreadable.
std::int64_t time_of(std::string_view signature) {
  const std::size_t end = signature.rfind('>');
  if (end == std::string_view::npos) return 0;
  signature.remove_prefix(std::min(signature.size(), end + 2));
  std::int64_t seconds = 0;
  std::from_chars(signature.data(), signature.data() + signature.size(), seconds);
  return seconds;
}

git_oid whole(const ObjectId& id) {
  git_oid result;
  std::memcpy(result.id, id.data(), id.size());
  return result;
}

}  // namespace

ObjectId object_id(const git_oid& id) {
  ObjectId result;
  std::memcpy(result.data(), id.id, result.size());
  return result;
}

ObjectId object_id(const std::string& text) { return object_id(id_of(text)); }

std::string hex(const ObjectId& id) { return hex(whole(id)); }

RawObjects::RawObjects(std::filesystem::path git_folder, const Packs& packs)
    : git_folder_(std::move(git_folder)), packs_(packs) {}

Bytes RawObjects::find(const ObjectId& id) {
  if (Bytes packed = packs_.find(id)) return packed;
  return find_elsewhere(id);
}

Bytes RawObjects::find_elsewhere(const ObjectId& id) {
  if (!objects_) {
    check(git_repository_open(into(repository_), git_folder_.c_str()),
          git_folder_.string() + ": cannot open the git repository");
    check(git_repository_odb(into(objects_), repository_.get()), "cannot read the git repository");
  }
  const git_oid wanted = whole(id);
  git_odb_object* found = nullptr;
  const int code = git_odb_read(&found, objects_.get(), &wanted);
  if (code == GIT_ENOTFOUND) return nullptr;
  check(code, "object " + hex(id) + ": cannot be read (run git fsck)");
  auto bytes = std::make_shared<const std::string>(
      static_cast<const char*>(git_odb_object_data(found)), git_odb_object_size(found));
  git_odb_object_free(found);
  return bytes;
}

RawCommit parse_commit(std::string_view bytes, const ObjectId& id) {
  RawCommit commit;
  if (!take(bytes, "tree ")) {
    throw Error(Fault::configuration, "object " + hex(id) + " is no commit (run git fsck)");
  }
  commit.tree = object_id(std::string(take_line(bytes)));
  while (take(bytes, "parent ")) {
    commit.parents.push_back(object_id(std::string(take_line(bytes))));
  }
  if (take(bytes, "author ")) take_line(bytes);
  if (take(bytes, "committer ")) commit.time = time_of(take_line(bytes));
  return commit;
}

}  // namespace tidemark::git
