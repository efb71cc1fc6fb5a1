#include "core/contract/rules.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace tidemark::contract {
namespace {

/// Where oasdiff's level is not what the effect says.
constexpr NamedRule exceptions[] = {
    {"request-parameter-default-value-added", ChangeClass::breaking},
    {"request-parameter-default-value-changed", ChangeClass::breaking},
    {"request-parameter-default-value-removed", ChangeClass::breaking},
    {"request-parameter-property-type-changed", ChangeClass::risky},
};

ChangeClass level_of(Effect effect, bool sends) {
  switch (effect) {
    case Effect::narrows:
      return sends ? ChangeClass::breaking : ChangeClass::benign;
    case Effect::widens:
      return sends ? ChangeClass::benign : ChangeClass::breaking;
    case Effect::replaces:
      return ChangeClass::breaking;
    case Effect::limits:
      return sends ? ChangeClass::risky : ChangeClass::benign;
    case Effect::opens:
      return sends ? ChangeClass::benign : ChangeClass::risky;
    case Effect::notes:
      break;
  }
  return ChangeClass::benign;
}

}  // namespace

std::string prefix_of(Direction direction, Subject subject) {
  static constexpr const char* names[] = {
      "body", "property", "parameter", "parameter-property", "header", "header-property"};
  const char* start = direction == Direction::request ? "request-" : "response-";
  return start + std::string(names[static_cast<std::size_t>(subject)]);
}

ChangeClass level_of(std::string_view id) {
  const auto rules = named_rules();
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const NamedRule& one) { return one.id == id; });
  if (rule == rules.end()) throw Error(Fault::internal, "no rule is called " + std::string(id));
  return rule->level;
}

const KeywordRule& keyword_rule(std::string_view name) {
  const auto rules = keyword_rules();
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [&](const KeywordRule& one) { return one.name == name; });
  if (rule == rules.end()) throw Error(Fault::internal, "no rule is called " + std::string(name));
  return *rule;
}

ChangeClass level_of(const KeywordRule& rule, Direction direction, Subject subject) {
  const std::string id = prefix_of(direction, subject) + '-' + std::string(rule.name);
  for (const NamedRule& exception : exceptions) {
    if (exception.id == id) return exception.level;
  }
  return level_of(rule.effect, direction == Direction::request);
}

}  // namespace tidemark::contract
