#include "core/git/snapshot.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace tidemark::git {

std::string Snapshot::link(const File&) const { return ""; }

std::vector<File> Snapshot::links() const {
  std::vector<File> links;
  std::copy_if(files().begin(), files().end(), std::back_inserter(links),
               [](const File& file) { return file.symlink; });
  return links;
}
namespace {

bool same_mode(const File& one, const File& other) {
  return std::tie(one.executable, one.symlink, one.submodule) ==
         std::tie(other.executable, other.symlink, other.submodule);
}

void add_if_different(const File& before, const File& after, std::vector<FileChange>& changes) {
  const bool mode_changed = !same_mode(before, after);
  if (!mode_changed && before.blob == after.blob) return;
  changes.push_back({before.path, before.blob, after.blob, mode_changed});
}

}  // namespace

Snapshot::~Snapshot() = default;

const File* Snapshot::find(std::string_view path) const {
  const auto& all = files();
  const auto place = std::lower_bound(
      all.begin(), all.end(), path,
      [](const File& file, std::string_view wanted) { return file.path < wanted; });
  return place != all.end() && place->path == path ? &*place : nullptr;
}

std::vector<const File*> Snapshot::find_all(const std::vector<std::string>& paths) const {
  std::vector<const File*> found;
  found.reserve(paths.size());
  for (const std::string& path : paths) found.push_back(find(path));
  return found;
}

bool Snapshot::is_content_of(const std::string& path, const std::string& content) const {
  const File* file = find(path);
  return file != nullptr && blob_id(content) == file->blob;
}

std::vector<std::string> Snapshot::paths_below(const std::string& folder) const {
  std::vector<std::string> paths;
  for (const File& file : files()) {
    if (file.path.starts_with(folder)) paths.push_back(file.path);
  }
  return paths;
}

bool Snapshot::each_piece(const std::string& path, std::size_t limit, const Take& take) const {
  const auto text = read(path, limit);
  if (text && !text->empty()) take(*text);
  return text.has_value();
}

std::string Snapshot::folder_id(const std::string&) const { return ""; }

std::optional<std::vector<FileChange>> Snapshot::difference_from(const Snapshot&) const {
  return std::nullopt;
}

std::vector<FileChange> difference(const Snapshot& before, const Snapshot& after) {
  if (auto quick = after.difference_from(before)) return *std::move(quick);
  std::vector<FileChange> changes;
  auto old = before.files().begin();
  auto now = after.files().begin();
  const auto old_end = before.files().end(), now_end = after.files().end();
  while (old != old_end || now != now_end) {
    if (now == now_end || (old != old_end && old->path < now->path)) {
      changes.push_back({old->path, old->blob, "", false});
      ++old;
    } else if (old == old_end || now->path < old->path) {
      changes.push_back({now->path, "", now->blob, false});
      ++now;
    } else {
      add_if_different(*old++, *now++, changes);
    }
  }
  return changes;
}

}  // namespace tidemark::git
