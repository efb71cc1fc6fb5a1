#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/json/json.hpp"
#include "core/model/inventory.hpp"
#include "core/text/pattern.hpp"
#include "replay/compare/path_pattern.hpp"

namespace tidemark::compare {

/// Takes noise out of outputs before they are compared: time stamps, request ids. Safe to use from
/// many threads.
class Scrubber {
 public:
  /// In `at` a segment `*` stands for any one segment. Throws Error(configuration), with `where`
  /// before the fact, for a path or a pattern that is none.
  Scrubber(const std::vector<ScrubSpec>& specs, const std::string& where);

  /// Applies the rules in their order. A rule without a pattern removes an object's member and
  /// makes an array's item (or the whole document) null, so that the others keep their positions; a
  /// rule with one replaces every match in all strings at and below its path. Keys stay.
  json::Value scrubbed(json::Value value) const;

 private:
  struct Rule {
    PathPattern at;
    std::unique_ptr<const text::Pattern> pattern;  // null: remove
    std::string with;
  };
  static void apply(const Rule& rule, std::size_t depth, json::Value& value);
  static void apply_below(const Rule& rule, std::size_t depth, json::Object& members);
  static void apply_below(const Rule& rule, std::size_t depth, json::Array& items);

  std::vector<Rule> rules_;
};

}  // namespace tidemark::compare
