#include "core/git/history_index.hpp"

#include <git2.h>

#include <algorithm>
#include <optional>

#include "core/git/history_data.hpp"
#include "core/git/history_reader.hpp"
#include "core/git/open.hpp"

namespace tidemark::git {
namespace {

/// What stands between the ends of this one and the one before it.
template <typename Value>
std::vector<Value> part(const std::vector<std::uint32_t>& ends, const std::vector<Value>& all,
                        std::uint32_t number) {
  const auto start = all.begin() + (number == 0 ? 0 : ends[number - 1]);
  return {start, all.begin() + ends[number]};
}

std::optional<std::uint32_t> position_of(const HistoryData& data, const ObjectId& id) {
  // A head is nearly always among the last that were added.
  const auto found = std::find(data.ids.rbegin(), data.ids.rend(), id);
  if (found == data.ids.rend()) return std::nullopt;
  return static_cast<std::uint32_t>(data.ids.rend() - found - 1);
}

}  // namespace

HistoryIndex HistoryIndex::of(const Repository& repository, const std::string& head,
                              const std::filesystem::path& cache) {
  const OpenRepository& open = repository.shared();
  const bool shallow = is_shallow(open);
  // Where a shallow history ends may move with the next fetch.
  const bool cached = !shallow && !cache.empty();
  HistoryData data = cached ? load_history(cache).value_or(HistoryData{}) : HistoryData{};
  HistoryIndex index;
  const ObjectId id = object_id(head);
  if (!position_of(data, id)) {
    const std::filesystem::path common = git_repository_commondir(open.handle.get());
    HistoryReader reader(git_repository_path(open.handle.get()), common / "objects/pack", shallow,
                         why_missing(open));
    index.added_ = reader.add(id, data);
    index.cut_ = reader.cut();
    if (cached) save_history(cache, data);
  }
  index.head_ = position_of(data, id).value();
  index.data_ = std::make_shared<const HistoryData>(std::move(data));
  return index;
}

std::vector<std::uint32_t> HistoryIndex::commits() const { return ancestors(head_); }

std::vector<std::uint32_t> HistoryIndex::ancestors(std::uint32_t commit) const {
  std::vector<bool> reached(commit + 1);
  reached[commit] = true;
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = commit + 1; i-- > 0;) {
    if (!reached[i]) continue;
    found.push_back(i);
    for (const std::uint32_t parent : parents(i)) reached[parent] = true;
  }
  return found;
}

std::string HistoryIndex::id(std::uint32_t commit) const { return hex(data_->ids[commit]); }

std::int64_t HistoryIndex::time(std::uint32_t commit) const { return data_->times[commit]; }

std::vector<std::uint32_t> HistoryIndex::parents(std::uint32_t commit) const {
  return part(data_->parent_ends, data_->parents, commit);
}

std::vector<std::string_view> HistoryIndex::paths(std::uint32_t commit) const {
  std::vector<std::string_view> paths;
  for (const std::uint32_t number : part(data_->touch_ends, data_->touches, commit)) {
    paths.push_back(data_->path(number));
  }
  return paths;
}

}  // namespace tidemark::git
