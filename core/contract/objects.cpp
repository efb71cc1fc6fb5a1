#include <algorithm>

#include "core/contract/lifecycle.hpp"
#include "core/contract/schema_walk.hpp"
#include "core/json/pointer.hpp"

namespace tidemark::contract {
namespace {

/// One property of two objects; null on a side that has it not.
struct Property {
  const std::string& name;
  const Schema *was, *is;
  bool was_required, is_required;
  Spot spot;

  bool sent() const { return spot.direction == Direction::request; }
};

/// `{}` and `true` demand nothing.
bool says_nothing(const Joint& joint) {
  return std::all_of(joint.begin(), joint.end(), [](const Written& written) {
    const json::Value& value = *written.element.value;
    return value.boolean() != nullptr ? *value.boolean()
                                      : value.object() != nullptr && value.object()->empty();
  });
}

std::string needed(bool required) { return required ? "required" : "optional"; }

void property_removed(const Pair& pair, const Property& property) {
  if (property.sent() && property.was->read_only) return;
  std::string id = "request-property-removed";
  if (!property.sent()) {
    id = "response-" + needed(property.was_required) +
         (property.was->write_only ? "-write-only" : "") + "-property-removed";
  } else if (is_closed(pair.walk.after, pair.after.additional_properties)) {
    id += "-and-refused";
  }
  pair.walk.findings.add(
      id, property.spot, property.was->source,
      property.spot.name() + ", which was " + needed(property.was_required) + ", was removed");
}

std::string added_id(const Property& property) {
  if (!property.sent()) {
    return "response-" + needed(property.is_required) +
           (property.is->write_only ? "-write-only" : "") + "-property-added";
  }
  if (!property.is_required) return "new-optional-request-property";
  return std::string("new-required-request-property") +
         (property.is->fallback ? "-with-default" : "");
}

void property_added(const Pair& pair, const Property& property) {
  if (property.sent() && property.is->read_only) return;
  pair.walk.findings.add(
      added_id(property), property.spot, property.is->source,
      property.spot.name() + " was added and is " + needed(property.is_required) +
          (property.is->fallback ? ", with the default " + as_code(*property.is->fallback) : ""));
}

std::string need_id(const Property& property) {
  const char* change = property.is_required ? "became-required" : "became-optional";
  if (!property.sent()) {
    const bool write_only = property.is != nullptr && property.is->write_only;
    return std::string("response-") + (write_only ? "write-only-" : "") + "property-" + change;
  }
  const bool excused =
      property.is_required && property.is != nullptr && property.is->fallback.has_value();
  return std::string("request-property-") + change + (excused ? "-with-default" : "");
}

void compare_need(const Pair& pair, const Property& property) {
  if (property.was_required == property.is_required) return;
  if (property.sent() && property.is != nullptr && property.is->read_only) return;
  const Schema& said = property.is != nullptr ? *property.is : pair.after;
  pair.walk.findings.add(need_id(property), property.spot, said.source,
                         property.spot.name() + " became " + needed(property.is_required));
}

void compare_access(const Pair& pair, const Property& property, bool was, bool is,
                    const std::string& access) {
  if (was == is) return;
  const std::string change = is ? "became-" : "became-not-";
  pair.walk.findings.add(std::string(to_string(property.spot.direction)) + '-' +
                             needed(property.is_required) + "-property-" + change + access,
                         property.spot, property.is->source,
                         property.spot.name() + (is ? " became " : " is no longer ") + access);
}

Lifecycle lifecycle(const Schema& schema) {
  return {schema.deprecated, schema.sunset ? sunset_of(*schema.sunset) : Sunset{}};
}

void compare_property(const Pair& pair, Property property, const Joint& was, const Joint& is) {
  property.was = &pair.walk.before.read(was);
  property.is = &pair.walk.after.read(is);
  compare_need(pair, property);
  compare_access(pair, property, property.was->read_only, property.is->read_only, "read-only");
  compare_access(pair, property, property.was->write_only, property.is->write_only, "write-only");
  compare_deprecation(lifecycle(*property.was), lifecycle(*property.is), property.spot,
                      property.is->source, pair.walk);
  const bool unseen = property.sent() ? property.was->read_only && property.is->read_only
                                      : property.was->write_only && property.is->write_only;
  Spot spot = property.spot;
  spot.exempt = spot.exempt || unseen;
  pair.walk.compare(was, is, spot);
}

void compare_named(const Pair& pair, const std::string& name) {
  const auto was = pair.before.properties.find(name);
  const auto is = pair.after.properties.find(name);
  Property property{name,
                    nullptr,
                    nullptr,
                    pair.before.required.count(name) != 0,
                    pair.after.required.count(name) != 0,
                    pair.spot.below(json::pointer_step(name))};
  if (was != pair.before.properties.end() && is != pair.after.properties.end()) {
    return compare_property(pair, property, was->second, is->second);
  }
  if (was != pair.before.properties.end()) {
    property.was = &pair.walk.before.read(was->second);
    return property_removed(pair, property);
  }
  if (is != pair.after.properties.end()) {
    property.is = &pair.walk.after.read(is->second);
    return property_added(pair, property);
  }
  compare_need(pair, property);
}

void compare_additional(const Pair& pair) {
  const Joint &was = pair.before.additional_properties, &is = pair.after.additional_properties;
  const bool was_closed = is_closed(pair.walk.before, was),
             now_closed = is_closed(pair.walk.after, is);
  const std::string of = "further properties of " + pair.spot.name();
  if (was_closed != now_closed) {
    pair.report(now_closed ? "additional-properties-closed" : "additional-properties-opened",
                of + (now_closed ? " are no longer allowed" : " are now allowed"));
  } else if (says_nothing(was) != says_nothing(is)) {
    pair.report(says_nothing(is) ? "additional-properties-untyped" : "additional-properties-typed",
                of + (says_nothing(is) ? " may now be anything" : " must now follow a schema"));
  } else if (!was_closed && !says_nothing(was)) {
    pair.walk.compare(was, is, pair.spot.below("/*"));
  }
}

using Schemas_by_name = std::map<std::string, Joint>;

void compare_maps(const Pair& pair, const Schemas_by_name& was, const Schemas_by_name& is,
                  const std::string& rule, const std::string& noun, const std::string& step) {
  for (const auto& [name, joint] : was) {
    const auto other = is.find(name);
    if (other != is.end()) {
      pair.walk.compare(joint, other->second, step.empty() ? pair.spot : pair.spot.below(step));
    } else {
      pair.report(rule + "-removed",
                  "the " + noun + ' ' + as_code(name) + " of " + pair.spot.name() + " was removed");
    }
  }
  for (const auto& [name, joint] : is) {
    if (was.count(name) != 0) continue;
    pair.report(rule + "-added",
                "the " + noun + ' ' + as_code(name) + " of " + pair.spot.name() + " was added");
  }
}

void compare_dependents(const Pair& pair) {
  std::map<std::string, std::set<std::string>> names = pair.before.dependent_required;
  names.insert(pair.after.dependent_required.begin(), pair.after.dependent_required.end());
  for (const auto& [name, ignored] : names) {
    const auto was = pair.before.dependent_required.find(name);
    const auto is = pair.after.dependent_required.find(name);
    const bool added = was == pair.before.dependent_required.end();
    const bool removed = is == pair.after.dependent_required.end();
    if (!added && !removed && was->second == is->second) continue;
    const std::string change = added ? "added" : removed ? "removed" : "changed";
    pair.report("dependent-required-" + change,
                "what " + as_code(name) + " requires in " + pair.spot.name() + " was " + change);
  }
}

}  // namespace

void compare_objects(const Pair& pair) {
  std::set<std::string> names = pair.before.required;
  names.insert(pair.after.required.begin(), pair.after.required.end());
  for (const auto& [name, joint] : pair.before.properties) names.insert(name);
  for (const auto& [name, joint] : pair.after.properties) names.insert(name);
  for (const std::string& name : names) compare_named(pair, name);
  compare_additional(pair);
  compare_maps(pair, pair.before.pattern_properties, pair.after.pattern_properties,
               "pattern-property", "pattern", "/*");
  compare_maps(pair, pair.before.dependent_schemas, pair.after.dependent_schemas,
               "dependent-schema", "dependent schema", "");
  compare_dependents(pair);
}

}  // namespace tidemark::contract
