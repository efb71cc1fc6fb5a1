#include <algorithm>

#include "core/contract/schema_walk.hpp"

namespace tidemark::contract {
namespace {

/// Canonical JSON for people: text without its quotes.
std::string shown(const std::string& value) {
  if (value.size() > 2 && value.front() == '"' && value.find('\\') == std::string::npos) {
    return as_code(std::string_view(value).substr(1, value.size() - 2));
  }
  return as_code(value);
}

std::string shown(const std::set<std::string>& values) {
  std::string text;
  std::size_t count = 0;
  for (const std::string& value : values) {
    if (++count > 10) return text + " and " + std::to_string(values.size() - 10) + " more";
    text += (text.empty() ? "" : ", ") + shown(value);
  }
  return text;
}

/// Whether one state has a constant and the other an enum: then the constant is an enum of one.
bool is_mixed(const Pair& pair) {
  const auto has_constant = [](const Schema& one) { return one.constant && !one.values; };
  const auto has_enum = [](const Schema& one) { return one.values && !one.constant; };
  return (has_constant(pair.before) && has_enum(pair.after)) ||
         (has_enum(pair.before) && has_constant(pair.after));
}

using Values = std::optional<std::set<std::string>>;

void compare_enums(const Pair& pair, const Values& was, const Values& is) {
  if (!was && !is) return;
  if (!was)
    return pair.report("became-enum", pair.spot.name() + " is now limited to " + shown(*is));
  if (!is) {
    return pair.report("enum-removed",
                       pair.spot.name() + " is no longer limited to " + shown(*was));
  }
  for (const std::string& value : *was) {
    if (is->count(value) != 0) continue;
    pair.report("enum-value-removed",
                "the value " + shown(value) + " was removed from the enum of " + pair.spot.name());
  }
  for (const std::string& value : *is) {
    if (was->count(value) != 0) continue;
    pair.report("enum-value-added",
                "the value " + shown(value) + " was added to the enum of " + pair.spot.name());
  }
}

/// `const` and `default`: one value, or none.
void compare_one(const Pair& pair, const std::string& rule, const std::string& noun,
                 const std::optional<std::string>& was, const std::optional<std::string>& is) {
  if (was == is) return;
  const std::string of = " of " + pair.spot.name();
  if (!was)
    return pair.report(rule + "-added", "the " + noun + ' ' + shown(*is) + of + " was added");
  if (!is)
    return pair.report(rule + "-removed", "the " + noun + ' ' + shown(*was) + of + " was removed");
  pair.report(rule + "-changed",
              "the " + noun + of + " changed from " + shown(*was) + " to " + shown(*is));
}

std::string joined(const std::set<std::string>& patterns) {
  std::string text;
  for (const std::string& pattern : patterns)
    text += (text.empty() ? "" : " and ") + as_code(pattern);
  return text;
}

bool matches_all(const std::set<std::string>& patterns) {
  return std::all_of(patterns.begin(), patterns.end(), [](const std::string& pattern) {
    return pattern == ".*" || pattern == "^.*$" || pattern.empty();
  });
}

void compare_patterns(const Pair& pair) {
  const auto &was = pair.before.patterns, &is = pair.after.patterns;
  if (was == is) return;
  const std::string of = " of " + pair.spot.name();
  if (was.empty())
    return pair.report("pattern-added", "the pattern " + joined(is) + of + " was added");
  if (is.empty())
    return pair.report("pattern-removed", "the pattern " + joined(was) + of + " was removed");
  pair.report(matches_all(is) ? "pattern-generalized" : "pattern-changed",
              "the pattern" + of + " changed from " + joined(was) + " to " + joined(is));
}

void compare_text(const Pair& pair, const char* rule, const char* noun, const std::string& was,
                  const std::string& is) {
  if (was == is) return;
  const auto text = [](const std::string& one) { return one.empty() ? "none" : as_code(one); };
  pair.report(rule, "the " + std::string(noun) + " of " + pair.spot.name() + " changed from " +
                        text(was) + " to " + text(is));
}

}  // namespace

void compare_values(const Pair& pair) {
  if (is_mixed(pair)) {
    const auto values = [](const Schema& one) {
      return one.values ? one.values : Values(std::in_place, {*one.constant});
    };
    compare_enums(pair, values(pair.before), values(pair.after));
  } else {
    compare_enums(pair, pair.before.values, pair.after.values);
    compare_one(pair, "const", "constant", pair.before.constant, pair.after.constant);
  }
  compare_one(pair, "default-value", "default", pair.before.fallback, pair.after.fallback);
  compare_patterns(pair);
  compare_text(pair, "content-encoding-changed", "content encoding", pair.before.content_encoding,
               pair.after.content_encoding);
  compare_text(pair, "content-media-type-changed", "content media type",
               pair.before.content_media_type, pair.after.content_media_type);
}

}  // namespace tidemark::contract
