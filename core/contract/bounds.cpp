#include "core/contract/schema_walk.hpp"

namespace tidemark::contract {
namespace {

struct BoundNames {
  const char* rule;
  const char* keyword;
};
constexpr std::array<BoundNames, bound_count> names = {{
    {"max", "maximum"},
    {"exclusive-max", "exclusiveMaximum"},
    {"max-length", "maxLength"},
    {"max-items", "maxItems"},
    {"max-properties", "maxProperties"},
    {"max-contains", "maxContains"},
    {"min", "minimum"},
    {"exclusive-min", "exclusiveMinimum"},
    {"min-length", "minLength"},
    {"min-items", "minItems"},
    {"min-properties", "minProperties"},
    {"min-contains", "minContains"},
}};

std::string number_text(double number) { return as_code(json::canonical(json::Value(number))); }

/// A lower bound of 0 on a count says nothing.
std::optional<double> said(std::size_t bound, const Schema& schema) {
  const auto value = schema.bounds[bound];
  const bool is_count = bound >= static_cast<std::size_t>(Bound::min_length) &&
                        bound != static_cast<std::size_t>(Bound::min_contains);
  return is_count && value == 0.0 ? std::nullopt : value;
}

bool is_exclusive(std::size_t bound) {
  return bound == static_cast<std::size_t>(Bound::exclusive_max) ||
         bound == static_cast<std::size_t>(Bound::exclusive_min);
}

/// Whether the other of `maximum` and `exclusiveMaximum` (or of their counterparts) demands what
/// `bound` at `value` does, so that nothing came or went with it.
bool is_covered(std::size_t bound, double value, const Schema& schema) {
  const bool upper = bound < static_cast<std::size_t>(Bound::min);
  const std::size_t first = static_cast<std::size_t>(upper ? Bound::max : Bound::min);
  if (bound > first + 1) return false;
  const auto other = schema.bounds[bound == first ? first + 1 : first];
  if (!other) return false;
  if (*other == value) return !is_exclusive(bound);
  return upper ? *other < value : *other > value;
}

void compare_bound(const Pair& pair, std::size_t bound) {
  const auto was = said(bound, pair.before), is = said(bound, pair.after);
  if (was == is || (!is && is_covered(bound, *was, pair.after)) ||
      (!was && is_covered(bound, *is, pair.before))) {
    return;
  }
  const std::string rule = names[bound].rule;
  const std::string what = std::string(names[bound].keyword) + " of " + pair.spot.name();
  if (!was) return pair.report(rule + "-set", what + " was set to " + number_text(*is));
  if (!is)
    return pair.report(rule + "-unset",
                       what + ", which was " + number_text(*was) + ", was removed");
  pair.report(rule + (*is < *was ? "-decreased" : "-increased"),
              what + (*is < *was ? " decreased from " : " increased from ") + number_text(*was) +
                  " to " + number_text(*is));
}

void compare_multiples(const Pair& pair) {
  const auto was = pair.before.multiple_of, is = pair.after.multiple_of;
  if (was == is) return;
  const std::string what = "multipleOf of " + pair.spot.name();
  if (!was) return pair.report("multiple-of-added", what + " was set to " + number_text(*is));
  if (!is)
    return pair.report("multiple-of-removed",
                       what + ", which was " + number_text(*was) + ", was removed");
  pair.report("multiple-of-changed",
              what + " changed from " + number_text(*was) + " to " + number_text(*is));
}

}  // namespace

void compare_bounds(const Pair& pair) {
  for (std::size_t bound = 0; bound < bound_count; ++bound) compare_bound(pair, bound);
  compare_multiples(pair);
  if (pair.before.unique_items != pair.after.unique_items) {
    pair.report(pair.after.unique_items ? "unique-items-added" : "unique-items-removed",
                "the items of " + pair.spot.name() +
                    (pair.after.unique_items ? " must now be unique" : " may now repeat"));
  }
}

}  // namespace tidemark::contract
