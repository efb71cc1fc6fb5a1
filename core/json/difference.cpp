#include "core/json/difference.hpp"

#include <map>
#include <string_view>

namespace tidemark::json {
namespace {

std::string escaped(std::string_view token) {
  std::string text;
  for (const char c : token) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

void collect(const std::string& at, const Value& before, const Value& after,
             std::vector<Difference>& found);

void collect_members(const std::string& at, const Value& before, const Value& after,
                     std::vector<Difference>& found) {
  std::map<std::string_view, const Value*> now;
  for (const auto& [name, value] : *after.object()) now.emplace(name, &value);
  for (const auto& [name, value] : *before.object()) {
    const std::string below = at + '/' + escaped(name);
    const auto same = now.extract(name);
    if (same.empty()) {
      found.push_back({below, value, std::nullopt});
    } else {
      collect(below, value, *same.mapped(), found);
    }
  }
  for (const auto& [name, value] : now) {
    found.push_back({at + '/' + escaped(name), std::nullopt, *value});
  }
}

void collect(const std::string& at, const Value& before, const Value& after,
             std::vector<Difference>& found) {
  if (before == after) return;
  if (before.object() != nullptr && after.object() != nullptr) {
    return collect_members(at, before, after, found);
  }
  const Array* was = before.array();
  const Array* is = after.array();
  if (was == nullptr || is == nullptr || was->size() != is->size()) {
    found.push_back({at, before, after});
    return;
  }
  for (std::size_t i = 0; i < was->size(); ++i) {
    collect(at + '/' + std::to_string(i), (*was)[i], (*is)[i], found);
  }
}

}  // namespace

std::vector<Difference> differences(const Value& before, const Value& after) {
  std::vector<Difference> found;
  collect("", before, after, found);
  return found;
}

}  // namespace tidemark::json
