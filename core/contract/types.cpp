#include "core/contract/schema_walk.hpp"

namespace tidemark::contract {
namespace {

constexpr unsigned any_but_null = any_type & ~unsigned{null_type};

std::string type_text(unsigned types) {
  if (types == any_but_null) return "anything";
  std::string text;
  const auto add = [&](const char* name) {
    text += (text.empty() ? "`" : " or `") + std::string(name) + '`';
  };
  if ((types & boolean_type) != 0) add("boolean");
  if ((types & number_type) != 0) {
    add("number");
  } else if ((types & integer_type) != 0) {
    add("integer");
  }
  if ((types & string_type) != 0) add("string");
  if ((types & array_type) != 0) add("array");
  if ((types & object_type) != 0) add("object");
  return text.empty() ? "`null`" : text;
}

bool is_one_type(unsigned types) {
  if ((types & number_type) != 0) types &= ~unsigned{integer_type};
  return types != 0 && (types & (types - 1)) == 0;
}

/// For what is sent, oasdiff knows no special type but in a parameter's property.
const char* specialized(const Spot& spot) {
  const bool is_change =
      spot.direction == Direction::request && spot.subject != Subject::parameter_property;
  return is_change ? "type-changed" : "type-specialized";
}

const char* type_rule(unsigned was, unsigned is, const Spot& spot) {
  const bool widened = (was & ~is) == 0, narrowed = (is & ~was) == 0;
  const bool lists =
      was != any_but_null && is != any_but_null && !(is_one_type(was) && is_one_type(is));
  if (widened) return lists ? "list-of-types-widened" : "type-generalized";
  if (narrowed) return lists ? "list-of-types-narrowed" : specialized(spot);
  return "type-changed";
}

/// Whether whatever has the format `narrow` has the format `wide` too.
bool is_within(const std::string& narrow, const std::string& wide) {
  return wide.empty() || (narrow == "int32" && wide == "int64") ||
         (narrow == "float" && wide == "double");
}

void compare_formats(const Pair& pair) {
  const std::string &was = pair.before.format, &is = pair.after.format;
  if (was == is) return;
  const char* rule = is_within(was, is)   ? "type-generalized"
                     : is_within(is, was) ? specialized(pair.spot)
                                          : "type-changed";
  const auto shown = [](const std::string& format) {
    return format.empty() ? "none" : as_code(format);
  };
  pair.report(rule, "the format of " + pair.spot.name() + " changed from " + shown(was) + " to " +
                        shown(is));
}

void compare_null(const Pair& pair, unsigned was, unsigned is) {
  if (was == any_type || is == any_type || ((was ^ is) & null_type) == 0) return;
  const bool now = (is & null_type) != 0;
  pair.report(now ? "became-nullable" : "became-not-nullable",
              pair.spot.name() + (now ? " may now be null" : " may no longer be null"));
}

void compare_validity(const Pair& pair) {
  if (pair.before.never == pair.after.never) return;
  pair.report(
      pair.after.never ? "forbidden" : "allowed",
      pair.spot.name() + (pair.after.never ? " may no longer be there" : " may now be there"));
}

}  // namespace

bool have_common_type(const Pair& pair) {
  if (pair.before.never || pair.after.never) return false;
  return (pair.walk.before.types_of(pair.before) & pair.walk.after.types_of(pair.after)) != 0;
}

void compare_types(const Pair& pair) {
  compare_validity(pair);
  if (pair.before.never || pair.after.never) return;
  const unsigned was = pair.walk.before.types_of(pair.before);
  const unsigned is = pair.walk.after.types_of(pair.after);
  compare_null(pair, was, is);
  if (const unsigned one = was & any_but_null, other = is & any_but_null; one != other) {
    pair.report(type_rule(one, other, pair.spot), "the type of " + pair.spot.name() +
                                                      " changed from " + type_text(one) + " to " +
                                                      type_text(other));
  } else {
    compare_formats(pair);
  }
}

}  // namespace tidemark::contract
