#pragma once

// The index of a history as it lies in memory and in its cache; private to core/git.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/git/raw_objects.hpp"

namespace tidemark::git {

/// Commits with their parents and the paths that they touch. A commit comes after its parents.
/// `ends` says where the part of each commit (or path) ends in the list beside it.
struct HistoryData {
  std::vector<ObjectId> ids;
  std::vector<std::int64_t> times;
  std::vector<std::uint32_t> parent_ends, parents;  ///< positions in `ids`
  std::vector<std::uint32_t> touch_ends, touches;   ///< positions in `path_ends`, sorted
  std::vector<std::uint32_t> path_ends;
  std::string path_bytes;

  std::size_t size() const { return ids.size(); }
  std::string_view path(std::uint32_t number) const;
};

/// Nothing when the file is not there, damaged, or of another version: it is a cache.
std::optional<HistoryData> load_history(const std::filesystem::path& file);
/// Replaces the file. A cache that cannot be written costs time, not the answer.
void save_history(const std::filesystem::path& file, const HistoryData& data);

}  // namespace tidemark::git
