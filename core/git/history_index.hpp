#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/git/repository.hpp"

namespace tidemark::git {

struct HistoryData;

/// Which paths each commit of a history touches. Commits are positions; a parent's is smaller than
/// its child's. Immutable, any thread.
class HistoryIndex {
 public:
  /// The history of `head`, a commit's id. What `cache` knows already is not read again; what is
  /// new is added to it. Facts about commits never change, so whatever happens to branches, the
  /// cache stays right; one that is damaged or gone is made anew. An empty path means no cache.
  /// Throws Error(configuration) when an object is missing; a shallow clone's history just ends.
  static HistoryIndex of(const Repository& repository, const std::string& head,
                         const std::filesystem::path& cache);

  /// Positions of `head` and its ancestors, children before parents.
  std::vector<std::uint32_t> commits() const;
  /// As commits(), from another of its commits on.
  std::vector<std::uint32_t> ancestors(std::uint32_t commit) const;

  std::string id(std::uint32_t commit) const;
  std::int64_t time(std::uint32_t commit) const;  ///< the committer's clock, seconds since 1970
  std::vector<std::uint32_t> parents(std::uint32_t commit) const;
  /// Paths that are otherwise than in every parent (in a first commit: all), sorted by their first
  /// appearance. Renames are a removal and an addition.
  std::vector<std::string_view> paths(std::uint32_t commit) const;
  /// Commits at which a shallow clone's history ends: what they touch is not known.
  const std::vector<std::uint32_t>& cut() const { return cut_; }
  /// How many commits had to be read from the repository.
  std::size_t added() const { return added_; }

 private:
  HistoryIndex() = default;
  std::shared_ptr<const HistoryData> data_;
  std::uint32_t head_ = 0;
  std::vector<std::uint32_t> cut_;
  std::size_t added_ = 0;
};

}  // namespace tidemark::git
