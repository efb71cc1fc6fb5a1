#include "core/git/folder_notes.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <span>

namespace tidemark::git {
namespace {

/// Longer than a tick of any disk's clock.
constexpr std::int64_t tick = 3'000'000'000;

std::uint64_t number_of(std::string_view text) { return std::hash<std::string_view>()(text); }

std::int64_t nanoseconds(const timespec& time) {
  return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

std::int64_t nanoseconds_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
}

}  // namespace

// A sum does not ask for an order; names that are spread over 64 bits give no sum twice.
void Names::add_file(std::string_view name) { sum_ += number_of(name); }

void Names::add_folder(std::string_view name) {
  sum_ += (number_of(name) ^ 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U;
}

FolderNotes::FolderNotes(std::string_view bytes) : FolderNotes(bytes, nanoseconds_now()) {}

FolderNotes::FolderNotes(std::string_view bytes, std::int64_t now) : now_(now) {
  if (bytes.size() % sizeof(Note) != 0) return;
  known_.resize(bytes.size() / sizeof(Note));
  if (!known_.empty()) std::memcpy(known_.data(), bytes.data(), bytes.size());
  if (!std::is_sorted(known_.begin(), known_.end())) known_.clear();
}

FolderNotes::Note FolderNotes::note_of(std::string_view path, const struct stat& status,
                                       const Names& names) {
  return {number_of(path),
          names.sum(),
          static_cast<std::uint64_t>(status.st_dev),
          static_cast<std::uint64_t>(status.st_ino),
          nanoseconds(status.st_mtim),
          nanoseconds(status.st_ctim)};
}

const FolderNotes::Note* FolderNotes::find(std::uint64_t path) const {
  const auto place =
      std::lower_bound(known_.begin(), known_.end(), path,
                       [](const Note& note, std::uint64_t wanted) { return note.path < wanted; });
  return place != known_.end() && place->path == path ? &*place : nullptr;
}

bool FolderNotes::knows(std::string_view path, const struct stat& status,
                        const Names& names) const {
  const Note now = note_of(path, status, names);
  const Note* earlier = find(now.path);
  return earlier != nullptr && *earlier == now;
}

void FolderNotes::note(std::string_view path, const struct stat& status, const Names& names) {
  const Note now = note_of(path, status, names);
  if (std::max(now.modified, now.changed) > now_ - tick) return;
  const Note* earlier = find(now.path);
  new_ = new_ || earlier == nullptr || *earlier != now;
  kept_.push_back(now);
}

void FolderNotes::keep(std::string_view path) { lasting_.push_back(number_of(path)); }

std::string FolderNotes::bytes() const {
  std::vector<Note> notes = kept_;
  for (const std::uint64_t path : lasting_) {
    if (const Note* earlier = find(path)) notes.push_back(*earlier);
  }
  std::sort(notes.begin(), notes.end());
  const auto bytes = std::as_bytes(std::span(notes));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace tidemark::git
