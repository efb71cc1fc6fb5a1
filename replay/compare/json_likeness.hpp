#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/json/json.hpp"
#include "replay/compare/path_pattern.hpp"

namespace tidemark::compare {

/// What two documents may differ in without being different.
struct JsonRules {
  double tolerance = 0;
  std::vector<std::pair<PathPattern, double>> tolerances;  ///< the last that matches wins
  std::vector<PathPattern> ignore;
  std::vector<PathPattern> unordered;
};

/// Equal leaves among all leaves of two documents.
struct Tally {
  std::size_t equal = 0, total = 0;
  std::string first_difference;  ///< "/a/b: expected 1, got 2"
};

/// Pairs two documents leaf by leaf. A scalar or an empty container is a leaf.
class JsonLikeness {
 public:
  explicit JsonLikeness(const JsonRules& rules) : rules_(rules) {}
  Tally compare(const json::Value& reference, const json::Value& output);

 private:
  using Item = std::pair<std::string, const json::Value*>;  // sorting key, value
  using Items = std::vector<Item>;

  void pair(const json::Value& reference, const json::Value& output, Tally& tally);
  void pair_leaves(const json::Value& reference, const json::Value& output, Tally& tally);
  void pair_objects(const json::Object& reference, const json::Object& output, Tally& tally);
  void pair_arrays(const json::Array& reference, const json::Array& output, Tally& tally);
  void pair_unordered(const json::Array& reference, const json::Array& output, Tally& tally);
  void pair_most_alike(const Items& reference, Items output, Tally& tally);
  void pair_in_order(const Items& reference, const Items& output, Tally& tally);

  void add_missing(const json::Value& value, Tally& tally);
  void add_extra(const json::Value& value, Tally& tally);
  void add_equal(const json::Value& value, Tally& tally);
  void note(Tally& tally, const json::Value* reference, const json::Value* output) const;

  std::size_t leaves(const json::Value& value);
  std::size_t weight(const Items& items) const;
  Items sorted_items(const json::Array& array);
  json::Value normal(const json::Value& value);
  json::Value normal_object(const json::Object& members);
  json::Value normal_array(const json::Array& items);
  bool is_ignored() const;
  bool is_unordered() const;
  double tolerance() const;

  const JsonRules& rules_;
  Path path_;
  std::size_t steps_left_ = 4'000'000;
};

}  // namespace tidemark::compare
