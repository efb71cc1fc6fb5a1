#include "core/git/history_reader.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>

#include "core/base/error.hpp"
#include "core/git/touched.hpp"

namespace tidemark::git {
namespace {

/// Neighbours have most of their trees in common, so a thread takes this many in a row.
constexpr std::size_t block = 256;

std::size_t threads_for(std::size_t commits) {
  const std::size_t useful = 1 + commits / (4 * block);
  return std::min({useful, std::size_t{std::thread::hardware_concurrency()}});
}

std::string commit_name(const ObjectId& id) { return "commit " + hex(id).substr(0, 8); }

/// Runs `work` on so many threads at once; throws what the first of them throws.
void run_on(std::size_t threads, const std::function<void()>& work) {
  std::vector<std::exception_ptr> failures(threads);
  const auto guarded = [&](std::size_t number) {
    try {
      work();
    } catch (...) {
      failures[number] = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(guarded, i);
  guarded(0);
  for (std::thread& other : others) other.join();
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

/// Gives every path its number.
class PathNumbers {
 public:
  explicit PathNumbers(HistoryData& data) : data_(data) {
    for (std::uint32_t i = 0; i < data.path_ends.size(); ++i) {
      numbers_.emplace(data.path(i), i);
    }
  }
  std::uint32_t of(const std::string& path) {
    const auto [place, is_new] =
        numbers_.emplace(path, static_cast<std::uint32_t>(data_.path_ends.size()));
    if (is_new) {
      data_.path_bytes += path;
      data_.path_ends.push_back(static_cast<std::uint32_t>(data_.path_bytes.size()));
    }
    return place->second;
  }

 private:
  HistoryData& data_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace

HistoryReader::HistoryReader(std::filesystem::path git_folder,
                             const std::filesystem::path& pack_folder, bool shallow,
                             std::string why_missing)
    : git_folder_(std::move(git_folder)),
      shallow_(shallow),
      why_missing_(std::move(why_missing)),
      packs_(packs_in(pack_folder)),
      objects_(git_folder_, packs_) {}

std::size_t HistoryReader::add(const ObjectId& head, HistoryData& data) {
  for (std::uint32_t i = 0; i < data.size(); ++i) known_.emplace(data.ids[i], i);
  collect(head, data);
  const std::vector<ObjectId> order = ordered();
  append(order, touched(order), data);
  return order.size();
}

void HistoryReader::collect(const ObjectId& head, const HistoryData& data) {
  fresh_.reserve(data.size() == 0 ? 1U << 16U : 64);
  std::vector<ObjectId> waiting = {head};
  while (!waiting.empty()) {
    const ObjectId id = waiting.back();
    waiting.pop_back();
    if (known_.count(id) != 0 || fresh_.count(id) != 0) continue;
    const auto bytes = objects_.find(id);
    if (!bytes) refuse_missing(id);
    Fresh& fresh = fresh_[id];
    fresh.commit = parse_commit(*bytes, id);
    if (shallow_) {
      fresh.cut = std::erase_if(fresh.commit.parents,
                                [&](const ObjectId& parent) { return !is_here(parent); }) != 0;
    }
    const auto& parents = fresh.commit.parents;
    waiting.insert(waiting.end(), parents.rbegin(), parents.rend());
  }
}

bool HistoryReader::is_here(const ObjectId& id) {
  return known_.count(id) != 0 || fresh_.count(id) != 0 || objects_.find(id) != nullptr;
}

/// Parents first; among those that could come next, the oldest.
std::vector<ObjectId> HistoryReader::ordered() {
  using Next = std::pair<std::int64_t, ObjectId>;
  std::priority_queue<Next, std::vector<Next>, std::greater<>> ready;
  for (auto& [id, fresh] : fresh_) {
    for (const ObjectId& parent : fresh.commit.parents) {
      const auto found = fresh_.find(parent);
      if (found == fresh_.end()) continue;
      found->second.children.push_back(id);
      ++fresh.waits_for;
    }
    if (fresh.waits_for == 0) ready.emplace(fresh.commit.time, id);
  }
  std::vector<ObjectId> order;
  order.reserve(fresh_.size());
  while (!ready.empty()) {
    order.push_back(ready.top().second);
    ready.pop();
    for (const ObjectId& child : fresh_.at(order.back()).children) {
      Fresh& fresh = fresh_.at(child);
      if (--fresh.waits_for == 0) ready.emplace(fresh.commit.time, child);
    }
  }
  return order;
}

HistoryReader::Touched HistoryReader::touched(const std::vector<ObjectId>& order) const {
  Touched result(order.size());
  const std::size_t blocks = (order.size() + block - 1) / block;
  std::atomic<std::size_t> taken = 0;
  run_on(threads_for(order.size()), [&] {
    RawObjects objects(git_folder_, packs_);
    // The newest first: older trees are packed as differences from newer ones.
    for (std::size_t done = taken++; done < blocks; done = taken++) {
      touched_block(objects, order, (blocks - 1 - done) * block, result);
    }
  });
  return result;
}

void HistoryReader::touched_block(RawObjects& objects, const std::vector<ObjectId>& order,
                                  std::size_t first, Touched& result) const {
  for (std::size_t i = std::min(first + block, order.size()); i > first; --i) {
    result[i - 1] = touched_by(objects, order[i - 1]);
  }
}

std::vector<std::string> HistoryReader::touched_by(RawObjects& objects, const ObjectId& id) const {
  const Fresh& fresh = fresh_.at(id);
  std::vector<std::string> paths;
  // Against which parents would be a guess.
  if (fresh.cut) return paths;
  std::vector<ObjectId> parents;
  for (const ObjectId& parent : fresh.commit.parents) parents.push_back(tree_of(objects, parent));
  touched_paths(
      objects, fresh.commit.tree, parents, [&](const std::string& path) { paths.push_back(path); },
      [&](const std::string& fact) {
        throw Error(Fault::configuration, commit_name(id) + ": " + fact + ": " + why_missing_);
      });
  return paths;
}

ObjectId HistoryReader::tree_of(RawObjects& objects, const ObjectId& id) const {
  const auto fresh = fresh_.find(id);
  if (fresh != fresh_.end()) return fresh->second.commit.tree;
  const auto bytes = objects.find(id);
  if (!bytes) refuse_missing(id);
  return parse_commit(*bytes, id).tree;
}

void HistoryReader::append(const std::vector<ObjectId>& order, const Touched& touched,
                           HistoryData& data) {
  if (order.empty()) return;
  PathNumbers numbers(data);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Fresh& fresh = fresh_.at(order[i]);
    const auto position = static_cast<std::uint32_t>(data.size());
    known_.emplace(order[i], position);
    if (fresh.cut) cut_.push_back(position);
    data.ids.push_back(order[i]);
    data.times.push_back(fresh.commit.time);
    for (const ObjectId& parent : fresh.commit.parents) data.parents.push_back(known_.at(parent));
    data.parent_ends.push_back(static_cast<std::uint32_t>(data.parents.size()));
    for (const std::string& path : touched[i]) data.touches.push_back(numbers.of(path));
    data.touch_ends.push_back(static_cast<std::uint32_t>(data.touches.size()));
  }
}

void HistoryReader::refuse_missing(const ObjectId& id) const {
  throw Error(Fault::configuration, commit_name(id) + " is not here: " + why_missing_);
}

}  // namespace tidemark::git
