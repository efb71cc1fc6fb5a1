#include "core/json/difference.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/json/pointer.hpp"

namespace tidemark::json {
namespace {

class Differences {
 public:
  explicit Differences(std::size_t most) : most_(most) {}

  void collect(const std::string& at, const Value& before, const Value& after) {
    if (is_full() || before == after) return;
    if (before.object() != nullptr && after.object() != nullptr) {
      members(at, before, after);
    } else if (before.array() != nullptr && after.array() != nullptr) {
      items(at, *before.array(), *after.array());
    } else {
      add(at, before, after);
    }
  }

  std::vector<Difference> take() { return std::move(found_); }

 private:
  bool is_full() const { return found_.size() >= most_; }

  void add(const std::string& at, std::optional<Value> before, std::optional<Value> after) {
    if (!is_full()) found_.push_back({at, std::move(before), std::move(after)});
  }

  void members(const std::string& at, const Value& before, const Value& after) {
    std::map<std::string_view, const Value*> now;
    for (const auto& [name, value] : *after.object()) now.emplace(name, &value);
    for (const auto& [name, value] : *before.object()) {
      if (is_full()) return;
      const auto same = now.extract(name);
      if (same.empty()) {
        add(at + pointer_step(name), value, std::nullopt);
      } else if (value != *same.mapped()) {
        collect(at + pointer_step(name), value, *same.mapped());
      }
    }
    for (const auto& [name, value] : now) {
      if (is_full()) return;
      add(at + pointer_step(name), std::nullopt, *value);
    }
  }

  void items(const std::string& at, const Array& before, const Array& after) {
    std::size_t start = 0, was_end = before.size(), is_end = after.size();
    while (start < std::min(was_end, is_end) && before[start] == after[start]) ++start;
    while (std::min(was_end, is_end) > start && before[was_end - 1] == after[is_end - 1]) {
      --was_end;
      --is_end;
    }
    for (std::size_t i = start; i < std::max(was_end, is_end) && !is_full(); ++i) {
      if (i < was_end && i < is_end && before[i] == after[i]) continue;
      const std::string below = at + '/' + std::to_string(i);
      if (i >= is_end) {
        add(below, before[i], std::nullopt);
      } else if (i >= was_end) {
        add(below, std::nullopt, after[i]);
      } else {
        collect(below, before[i], after[i]);
      }
    }
  }

  const std::size_t most_;
  std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> differences(const Value& before, const Value& after, std::size_t most) {
  Differences all(most);
  all.collect("", before, after);
  return all.take();
}

}  // namespace tidemark::json
