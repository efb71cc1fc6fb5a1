#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/model/finding.hpp"

namespace tidemark::contract {

using Direction = DataDirection;

/// What the data is that a schema describes; begins the rule's id after the direction.
enum class Subject { body, property, parameter, parameter_property, header, header_property };

/// What a rule about a schema does to the set of valid data.
enum class Effect {
  narrows,   ///< less is valid: breaks who sends
  widens,    ///< more is valid: breaks who receives
  replaces,  ///< other things are valid: breaks both
  limits,    ///< less is valid, in a way that few meet: risky for who sends
  opens,     ///< more is valid, in a way that many bear: risky for who receives
  notes,     ///< says something else about the same data: breaks nobody
};

/// A rule about a keyword of a schema: `max-length-decreased`. Its id has direction and subject
/// before it: `request-property-max-length-decreased`.
struct KeywordRule {
  std::string_view name;
  Effect effect;
};
std::span<const KeywordRule> keyword_rules();

/// A rule with one id and one level.
struct NamedRule {
  std::string_view id;
  ChangeClass level;
};
std::span<const NamedRule> named_rules();

/// The start of a keyword rule's id: `request-property`.
std::string prefix_of(Direction direction, Subject subject);
/// The level of a full id. Throws Error(internal) for one that no table has.
ChangeClass level_of(std::string_view id);
/// The level of a keyword rule in a direction; where oasdiff differs for its id, oasdiff's.
ChangeClass level_of(const KeywordRule& rule, Direction direction, Subject subject);
/// Throws Error(internal) for a name that the table has not.
const KeywordRule& keyword_rule(std::string_view name);

}  // namespace tidemark::contract
