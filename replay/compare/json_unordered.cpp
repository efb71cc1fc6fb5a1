#include <algorithm>

#include "replay/compare/json_likeness.hpp"

namespace tidemark::compare {
namespace {

double share(const Tally& tally) {
  if (tally.total == 0) return 1;
  return static_cast<double>(tally.equal) / static_cast<double>(tally.total);
}

void add(const Tally& part, Tally& whole) {
  whole.equal += part.equal;
  whole.total += part.total;
  if (whole.first_difference.empty()) whole.first_difference = part.first_difference;
}

}  // namespace

void JsonLikeness::pair_unordered(const json::Array& reference, const json::Array& output,
                                  Tally& tally) {
  const PathStep step(path_, any_position);
  const Items expected = sorted_items(reference);
  const Items got = sorted_items(output);
  Items missing, extra;
  auto left = expected.begin();
  auto right = got.begin();
  while (left != expected.end() && right != got.end()) {
    const int order = left->first.compare(right->first);
    if (order == 0) add_equal(*left->second, tally);
    if (order < 0) missing.push_back(*left);
    if (order > 0) extra.push_back(*right);
    left += order <= 0 ? 1 : 0;
    right += order >= 0 ? 1 : 0;
  }
  missing.insert(missing.end(), left, expected.end());
  extra.insert(extra.end(), right, got.end());

  const std::size_t steps = missing.size() * weight(extra) + extra.size() * weight(missing);
  if (steps > steps_left_) return pair_in_order(missing, extra, tally);
  steps_left_ -= steps;
  pair_most_alike(missing, std::move(extra), tally);
}

void JsonLikeness::pair_most_alike(const Items& reference, Items output, Tally& tally) {
  for (const auto& [key, value] : reference) {
    if (output.empty()) {
      add_missing(*value, tally);
      continue;
    }
    Tally best;
    auto partner = output.end();
    for (auto candidate = output.begin(); candidate != output.end(); ++candidate) {
      Tally tried = compare(*value, *candidate->second);
      if (partner != output.end() && share(tried) <= share(best)) continue;
      best = std::move(tried);
      partner = candidate;
    }
    add(best, tally);
    output.erase(partner);
  }
  for (const auto& [key, value] : output) add_extra(*value, tally);
}

void JsonLikeness::pair_in_order(const Items& reference, const Items& output, Tally& tally) {
  for (std::size_t i = 0; i < std::max(reference.size(), output.size()); ++i) {
    if (i >= output.size()) {
      add_missing(*reference[i].second, tally);
    } else if (i >= reference.size()) {
      add_extra(*output[i].second, tally);
    } else {
      pair(*reference[i].second, *output[i].second, tally);
    }
  }
}

std::size_t JsonLikeness::weight(const Items& items) const {
  std::size_t sum = 0;
  for (const auto& [key, value] : items) sum += 1 + key.size() / 8;
  return sum;
}

JsonLikeness::Items JsonLikeness::sorted_items(const json::Array& array) {
  Items items;
  items.reserve(array.size());
  for (const json::Value& item : array) items.emplace_back(json::canonical(normal(item)), &item);
  std::sort(items.begin(), items.end(),
            [](const Item& a, const Item& b) { return a.first < b.first; });
  return items;
}

json::Value JsonLikeness::normal(const json::Value& value) {
  if (is_ignored()) return nullptr;
  if (const json::Object* members = value.object()) return normal_object(*members);
  return value.array() != nullptr ? normal_array(*value.array()) : value;
}

json::Value JsonLikeness::normal_object(const json::Object& members) {
  json::Object kept;
  for (const auto& [name, member] : members) {
    const PathStep step(path_, name);
    if (!is_ignored()) kept.emplace_back(name, normal(member));
  }
  return kept;
}

json::Value JsonLikeness::normal_array(const json::Array& items) {
  const bool unordered = is_unordered();
  std::vector<std::pair<std::string, json::Value>> normals;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const PathStep step(path_, unordered ? any_position : std::to_string(i));
    json::Value item = normal(items[i]);
    normals.emplace_back(unordered ? json::canonical(item) : "", std::move(item));
  }
  if (unordered) {
    std::stable_sort(normals.begin(), normals.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  json::Array result;
  for (auto& [key, item] : normals) result.push_back(std::move(item));
  return result;
}

}  // namespace tidemark::compare
