#include "core/git/raw_objects.hpp"

#include <git2.h>
#include <git2/sys/odb_backend.h>

#include <charconv>
#include <cstring>

#include "core/base/error.hpp"

namespace tidemark::git {
namespace {

constexpr std::size_t most_kept = 8UL * 1024 * 1024;

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

}  // namespace

ObjectId object_id(const git_oid& id) {
  ObjectId result;
  std::memcpy(result.data(), id.id, result.size());
  return result;
}

ObjectId object_id(const std::string& text) { return object_id(id_of(text)); }

std::string hex(const ObjectId& id) {
  git_oid whole;
  std::memcpy(whole.id, id.data(), id.size());
  return hex(whole);
}

std::size_t ObjectIdHash::operator()(const ObjectId& id) const {
  std::size_t hash = 0;
  std::memcpy(&hash, id.data(), sizeof hash);
  return hash;
}

ObjectBytes::~ObjectBytes() { git_odb_backend_data_free(owner_, data_); }

RawObjects::RawObjects(const std::filesystem::path& git_folder) {
  check(git_repository_open(into(repository_), git_folder.c_str()),
        git_folder.string() + ": cannot open the git repository");
  check(git_repository_odb(into(objects_), repository_.get()), "cannot read the git repository");
  stores_.resize(git_odb_num_backends(objects_.get()));
  for (std::size_t i = 0; i < stores_.size(); ++i) {
    check(git_odb_get_backend(&stores_[i], objects_.get(), i), "cannot read the git repository");
  }
}

std::unique_ptr<ObjectBytes> RawObjects::find(const ObjectId& id) {
  git_oid wanted;
  std::memcpy(wanted.id, id.data(), id.size());
  // Packs come first, loose objects after them.
  for (git_odb_backend* store : stores_) {
    void* data = nullptr;
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    const int code = store->read(&data, &size, &type, store, &wanted);
    if (code == 0) return std::make_unique<ObjectBytes>(store, data, size);
    if (code != GIT_ENOTFOUND) check(code, "object " + hex(id) + ": cannot be read (run git fsck)");
  }
  return nullptr;
}

std::shared_ptr<const ObjectBytes> RawObjects::find_tree(const ObjectId& id) {
  const auto known = trees_.find(id);
  if (known != trees_.end()) return known->second;
  std::shared_ptr<const ObjectBytes> found = find(id);
  if (!found) return found;
  kept_ += found->text().size();
  if (kept_ > most_kept) {
    trees_.clear();
    kept_ = found->text().size();
  }
  trees_.emplace(id, found);
  return found;
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
