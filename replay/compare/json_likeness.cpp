#include "replay/compare/json_likeness.hpp"

#include <algorithm>

#include "replay/compare/built_in.hpp"

namespace tidemark::compare {
namespace {

using Member = std::pair<std::string, json::Value>;

bool is_leaf(const json::Value& value) {
  if (value.object() != nullptr) return value.object()->empty();
  return value.array() == nullptr || value.array()->empty();
}

bool matches_any(const std::vector<PathPattern>& patterns, const Path& path) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const PathPattern& pattern) { return pattern.matches(path); });
}

std::vector<const Member*> sorted_members(const json::Object& object) {
  std::vector<const Member*> members;
  members.reserve(object.size());
  for (const Member& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const Member* a, const Member* b) { return a->first < b->first; });
  return members;
}

}  // namespace

Tally JsonLikeness::compare(const json::Value& reference, const json::Value& output) {
  Tally tally;
  pair(reference, output, tally);
  return tally;
}

void JsonLikeness::pair(const json::Value& reference, const json::Value& output, Tally& tally) {
  if (is_ignored()) return;
  if (is_leaf(reference) && is_leaf(output)) {
    pair_leaves(reference, output, tally);
  } else if (reference.object() != nullptr && output.object() != nullptr) {
    pair_objects(*reference.object(), *output.object(), tally);
  } else if (reference.array() == nullptr || output.array() == nullptr) {
    note(tally, &reference, &output);
    add_missing(reference, tally);
    add_extra(output, tally);
  } else if (is_unordered()) {
    pair_unordered(*reference.array(), *output.array(), tally);
  } else {
    pair_arrays(*reference.array(), *output.array(), tally);
  }
}

void JsonLikeness::pair_leaves(const json::Value& reference, const json::Value& output,
                               Tally& tally) {
  ++tally.total;
  const bool near = reference.is_number() && output.is_number() &&
                    is_within(reference.number(), output.number(), tolerance());
  // Without a tolerance integers beyond 2^53 must be told apart, which doubles cannot.
  if (reference == output || (near && tolerance() > 0)) {
    ++tally.equal;
  } else {
    note(tally, &reference, &output);
  }
}

void JsonLikeness::pair_objects(const json::Object& reference, const json::Object& output,
                                Tally& tally) {
  const auto expected = sorted_members(reference);
  const auto got = sorted_members(output);
  auto left = expected.begin();
  auto right = got.begin();
  while (left != expected.end() || right != got.end()) {
    const int order = left == expected.end() ? 1
                      : right == got.end()   ? -1
                                             : (*left)->first.compare((*right)->first);
    const PathStep step(path_, order <= 0 ? (*left)->first : (*right)->first);
    if (order == 0) {
      pair((*left++)->second, (*right++)->second, tally);
    } else if (order < 0) {
      add_missing((*left++)->second, tally);
    } else {
      add_extra((*right++)->second, tally);
    }
  }
}

void JsonLikeness::pair_arrays(const json::Array& reference, const json::Array& output,
                               Tally& tally) {
  for (std::size_t i = 0; i < std::max(reference.size(), output.size()); ++i) {
    const PathStep step(path_, std::to_string(i));
    if (i >= output.size()) {
      add_missing(reference[i], tally);
    } else if (i >= reference.size()) {
      add_extra(output[i], tally);
    } else {
      pair(reference[i], output[i], tally);
    }
  }
}

void JsonLikeness::add_missing(const json::Value& value, Tally& tally) {
  const std::size_t count = leaves(value);
  if (count != 0) note(tally, &value, nullptr);
  tally.total += count;
}

void JsonLikeness::add_extra(const json::Value& value, Tally& tally) {
  const std::size_t count = leaves(value);
  if (count != 0) note(tally, nullptr, &value);
  tally.total += count;
}

void JsonLikeness::add_equal(const json::Value& value, Tally& tally) {
  const std::size_t count = leaves(value);
  tally.equal += count;
  tally.total += count;
}

void JsonLikeness::note(Tally& tally, const json::Value* reference,
                        const json::Value* output) const {
  if (!tally.first_difference.empty()) return;
  const std::string place = path_.empty() ? "the root" : pointer_of(path_);
  if (reference != nullptr && output != nullptr) {
    tally.first_difference = place + ": " + expected_and_got(*reference, *output);
    return;
  }
  tally.first_difference = place + ": expected " +
                           (reference == nullptr ? "nothing" : shown(*reference)) + ", got " +
                           (output == nullptr ? "nothing" : shown(*output));
}

std::size_t JsonLikeness::leaves(const json::Value& value) {
  if (is_ignored()) return 0;
  if (is_leaf(value)) return 1;
  std::size_t count = 0;
  if (const json::Object* members = value.object()) {
    for (const auto& [name, member] : *members) {
      const PathStep step(path_, name);
      count += leaves(member);
    }
    return count;
  }
  const bool unordered = is_unordered();
  for (std::size_t i = 0; i < value.array()->size(); ++i) {
    const PathStep step(path_, unordered ? any_position : std::to_string(i));
    count += leaves((*value.array())[i]);
  }
  return count;
}

bool JsonLikeness::is_ignored() const { return matches_any(rules_.ignore, path_); }

bool JsonLikeness::is_unordered() const { return matches_any(rules_.unordered, path_); }

double JsonLikeness::tolerance() const {
  double allowed = rules_.tolerance;
  for (const auto& [pattern, amount] : rules_.tolerances) {
    if (pattern.matches(path_)) allowed = amount;
  }
  return allowed;
}

}  // namespace tidemark::compare
