#include "core/git/snapshot.hpp"

#include <algorithm>

namespace tidemark::git {

const File* Snapshot::find(const std::string& path) const {
  const auto& all = files();
  const auto place = std::lower_bound(
      all.begin(), all.end(), path,
      [](const File& file, const std::string& wanted) { return file.path < wanted; });
  return place != all.end() && place->path == path ? &*place : nullptr;
}

std::vector<FileChange> difference(const Snapshot& before, const Snapshot& after) {
  std::vector<FileChange> changes;
  auto old = before.files().begin();
  auto fresh = after.files().begin();
  const auto old_end = before.files().end();
  const auto fresh_end = after.files().end();
  while (old != old_end || fresh != fresh_end) {
    const bool only_old = fresh == fresh_end || (old != old_end && old->path < fresh->path);
    const bool only_fresh = old == old_end || (fresh != fresh_end && fresh->path < old->path);
    if (only_old) {
      changes.push_back({old->path, old->blob, "", false});
      ++old;
    } else if (only_fresh) {
      changes.push_back({fresh->path, "", fresh->blob, false});
      ++fresh;
    } else {
      if (!(*old == *fresh)) {
        const bool mode = old->executable != fresh->executable || old->symlink != fresh->symlink;
        changes.push_back({old->path, old->blob, fresh->blob, mode});
      }
      ++old;
      ++fresh;
    }
  }
  return changes;
}

}  // namespace tidemark::git
