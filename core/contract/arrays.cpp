#include <algorithm>

#include "core/contract/schema_walk.hpp"

namespace tidemark::contract {

bool is_closed(Schemas& schemas, const Joint& further) {
  return !further.empty() && schemas.read(further).never;
}

void compare_arrays(const Pair& pair) {
  const auto &was = pair.before.prefix_items, &is = pair.after.prefix_items;
  for (std::size_t i = 0; i < std::max(was.size(), is.size()); ++i) {
    const Spot spot = pair.spot.below('/' + std::to_string(i));
    if (i < was.size() && i < is.size()) {
      pair.walk.compare(was[i], is[i], spot);
    } else {
      const bool added = i >= was.size();
      pair.report(added ? "prefix-items-added" : "prefix-items-removed",
                  "item " + std::to_string(i) + " of " + pair.spot.name() +
                      (added ? " was added" : " was removed"));
    }
  }
  const bool was_closed = is_closed(pair.walk.before, pair.before.items);
  const bool now_closed = is_closed(pair.walk.after, pair.after.items);
  if (was_closed != now_closed) {
    return pair.report(now_closed ? "additional-items-closed" : "additional-items-opened",
                       "further items of " + pair.spot.name() +
                           (now_closed ? " are no longer allowed" : " are now allowed"));
  }
  if (!was_closed) pair.walk.compare(pair.before.items, pair.after.items, pair.spot.below("/*"));
}

namespace {

struct InnerNames {
  const char *rule, *keyword, *step;
  bool invertible;  ///< what it holds counts the other way round, or both ways
};
constexpr std::array<InnerNames, inner_count> inner_names = {{
    {"contains", "contains", "/*", false},
    {"property-names", "propertyNames", "", false},
    {"unevaluated-items", "unevaluatedItems", "/*", false},
    {"unevaluated-properties", "unevaluatedProperties", "/*", false},
    {"if", "if", "", true},
    {"then", "then", "", false},
    {"else", "else", "", false},
    {"not", "not", "", true},
    {"content-schema", "contentSchema", "", false},
}};

void compare_one(const Pair& pair, std::size_t kind) {
  const auto &was = pair.before.inner[kind], &is = pair.after.inner[kind];
  const InnerNames& names = inner_names[kind];
  const std::string what = std::string(names.keyword) + " of " + pair.spot.name();
  if (was.has_value() != is.has_value()) {
    pair.report(std::string(names.rule) + (is ? "-added" : "-removed"),
                what + (is ? " was added" : " was removed"));
  } else if (was && !names.invertible) {
    const std::string step = names.step;
    pair.walk.compare(*was, *is, step.empty() ? pair.spot : pair.spot.below(step));
  } else if (was && !(*was->front().element.value == *is->front().element.value)) {
    pair.report(std::string(names.rule) + "-changed", what + " changed");
  }
}

}  // namespace

void compare_inner(const Pair& pair) {
  for (std::size_t kind = 0; kind < inner_count; ++kind) compare_one(pair, kind);
}

}  // namespace tidemark::contract
