#pragma once

// Brings the index of a history up to a commit; private to core/git.

#include <filesystem>
#include <functional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/git/history_data.hpp"
#include "core/git/raw_objects.hpp"

namespace tidemark::git {

/// Reads the commits that the index does not know, and what they touch. `why_missing` explains a
/// missing object; a `shallow` repository's history ends where parents are missing.
class HistoryReader {
 public:
  HistoryReader(std::filesystem::path git_folder, const std::filesystem::path& pack_folder,
                bool shallow, std::string why_missing);

  /// Adds `head` and all of its ancestors to `data`. Returns how many commits were new.
  std::size_t add(const ObjectId& head, HistoryData& data);
  /// Positions of commits whose parents are missing; only in a shallow repository.
  const std::vector<std::uint32_t>& cut() const { return cut_; }

 private:
  using Positions = std::unordered_map<ObjectId, std::uint32_t, ObjectIdHash>;
  struct Fresh {
    RawCommit commit;
    bool cut = false;
    std::vector<ObjectId> children;
    std::size_t waits_for = 0;  // parents that are fresh too and have no position yet
  };
  using Touched = std::vector<std::vector<std::string>>;

  void collect(const ObjectId& head, const HistoryData& data);
  bool is_here(const ObjectId& id);
  std::vector<ObjectId> ordered();
  Touched touched(const std::vector<ObjectId>& order) const;
  void touched_block(RawObjects& objects, const std::vector<ObjectId>& order, std::size_t first,
                     Touched& result) const;
  std::vector<std::string> touched_by(RawObjects& objects, const ObjectId& id) const;
  ObjectId tree_of(RawObjects& objects, const ObjectId& id) const;
  void append(const std::vector<ObjectId>& order, const Touched& touched, HistoryData& data);
  [[noreturn]] void refuse_missing(const ObjectId& id) const;

  std::filesystem::path git_folder_;
  bool shallow_;
  std::string why_missing_;
  Packs packs_;
  RawObjects objects_;
  Positions known_;
  std::unordered_map<ObjectId, Fresh, ObjectIdHash> fresh_;
  std::vector<std::uint32_t> cut_;
};

}  // namespace tidemark::git
