#include <algorithm>
#include <unordered_map>

#include "core/contract/schema.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::contract {
namespace {

/// One written schema on its way into what a joint demands.
struct Intake {
  const Written& written;
  Schema& schema;
};
using Take = void (*)(const Intake& intake, const Element& element);

constexpr std::array<std::pair<std::string_view, unsigned>, 7> type_names = {{
    {"null", null_type},
    {"boolean", boolean_type},
    {"integer", integer_type},
    {"number", number_type | integer_type},
    {"string", string_type},
    {"array", array_type},
    {"object", object_type},
}};

unsigned type_named(const Element& element) {
  const std::string name = element.text();
  for (const auto& [known, bits] : type_names) {
    if (known == name) return bits;
  }
  refuse(element, "the type " + text::printable(name, 40) + " is not one of JSON Schema",
         "null, boolean, integer, number, string, array or object");
}

void join(Joint& joint, const Element& element) {
  const Joint more = one_schema(element);
  joint.insert(joint.end(), more.begin(), more.end());
}

void join_members(std::map<std::string, Joint>& joints, const Element& element) {
  for (const auto& [name, value] : element.members())
    join(joints[name], element.child(name, value));
}

void take_type(const Intake& intake, const Element& element) {
  unsigned types = intake.written.or_null ? null_type : 0U;
  if (element.value->string() != nullptr) {
    types |= type_named(element);
  } else {
    for (std::size_t i = 0; i < element.items().size(); ++i) types |= type_named(element.child(i));
  }
  if (intake.written.element["nullable"].is_true()) types |= null_type;
  intake.schema.types &= types;
}

template <Bound bound>
void take_bound(const Intake& intake, const Element& element) {
  if (element.value->boolean() != nullptr) return;  // of draft-04 and OpenAPI 3.0; see take_limit
  if (!element.value->is_number()) refuse(element, "this must be a number");
  auto& present = intake.schema.bounds[static_cast<std::size_t>(bound)];
  const double number = element.value->number();
  const bool is_upper = bound < Bound::min;
  if (!present || (is_upper ? number < *present : number > *present)) present = number;
}

/// `maximum` and `minimum`, whose neighbour may make them exclusive.
template <Bound bound, Bound exclusive>
void take_limit(const Intake& intake, const Element& element) {
  const char* key = bound == Bound::max ? "exclusiveMaximum" : "exclusiveMinimum";
  const bool is_exclusive = intake.written.element[key].is_true();
  is_exclusive ? take_bound<exclusive>(intake, element) : take_bound<bound>(intake, element);
}

void take_multiple(const Intake& intake, const Element& element) {
  if (!element.value->is_number()) refuse(element, "this must be a number");
  intake.schema.multiple_of = element.value->number();
}

void take_enum(const Intake& intake, const Element& element) {
  std::set<std::string> values;
  for (const json::Value& value : element.items()) values.insert(json::canonical(value));
  if (intake.written.or_null) values.insert("null");
  auto& present = intake.schema.values;
  if (present) {
    std::set<std::string> both;
    std::set_intersection(present->begin(), present->end(), values.begin(), values.end(),
                          std::inserter(both, both.end()));
    values = std::move(both);
  }
  present = std::move(values);
}

void take_properties(const Intake& intake, const Element& element) {
  join_members(intake.schema.properties, element);
}

void take_names(std::set<std::string>& names, const Element& element) {
  for (std::size_t i = 0; i < element.items().size(); ++i) names.insert(element.child(i).text());
}

void take_required(const Intake& intake, const Element& element) {
  // A boolean is a draft-03 habit that OpenAPI files show; it demands nothing.
  if (element.value->boolean() == nullptr) take_names(intake.schema.required, element);
}

void take_items(const Intake& intake, const Element& element) {
  if (element.value->array() == nullptr) return join(intake.schema.items, element);
  for (std::size_t i = 0; i < element.items().size(); ++i) {
    if (i == intake.schema.prefix_items.size()) intake.schema.prefix_items.emplace_back();
    join(intake.schema.prefix_items[i], element.child(i));
  }
}

void take_additional_items(const Intake& intake, const Element& element) {
  const Element items = intake.written.element["items"];
  if (items && items.value->array() != nullptr) join(intake.schema.items, element);
}

void take_dependencies(const Intake& intake, const Element& element) {
  for (const auto& [name, value] : element.members()) {
    const Element member = element.child(name, value);
    if (value.array() != nullptr) {
      take_names(intake.schema.dependent_required[name], member);
    } else {
      join(intake.schema.dependent_schemas[name], member);
    }
  }
}

template <Inner kind>
void take_inner(const Intake& intake, const Element& element) {
  auto& inner = intake.schema.inner[static_cast<std::size_t>(kind)];
  if (!inner) inner.emplace();
  join(*inner, element);
}

void take_discriminator(const Intake& intake, const Element& element) {
  Discriminator discriminator{element["propertyName"].text(), {}};
  const Element mapping = element["mapping"];
  for (const auto& [name, value] : mapping.members()) {
    discriminator.mapping.emplace(name, mapping.child(name, value).text());
  }
  intake.schema.discriminator = std::move(discriminator);
}

template <std::vector<Alternative> Schema::*member>
void take_alternatives(const Intake& intake, const Element& element) {
  auto [alternatives, null] = alternatives_of(element);
  if (alternatives.size() < 2) return;
  const bool or_null = null || says_or_null(intake.written);
  for (Alternative& one : alternatives) one.joint.front().or_null = or_null;
  // Two lists of alternatives in one joint: the first stands for both.
  if ((intake.schema.*member).empty()) intake.schema.*member = std::move(alternatives);
}

template <std::string Schema::*member>
void take_text(const Intake& intake, const Element& element) {
  intake.schema.*member = element.text();
}

template <bool Schema::*member>
void take_flag(const Intake& intake, const Element& element) {
  intake.schema.*member = intake.schema.*member || element.is_true();
}

template <std::optional<std::string> Schema::*member>
void take_value(const Intake& intake, const Element& element) {
  intake.schema.*member = json::canonical(*element.value);
}

template <std::map<std::string, Joint> Schema::*member>
void take_map(const Intake& intake, const Element& element) {
  join_members(intake.schema.*member, element);
}

struct Keyword {
  std::string_view name;
  Take take;
};

using B = Bound;
constexpr Keyword table[] = {
    {"type", take_type},
    {"enum", take_enum},
    {"const", take_value<&Schema::constant>},
    {"default", take_value<&Schema::fallback>},
    {"maximum", take_limit<B::max, B::exclusive_max>},
    {"minimum", take_limit<B::min, B::exclusive_min>},
    {"exclusiveMaximum", take_bound<B::exclusive_max>},
    {"exclusiveMinimum", take_bound<B::exclusive_min>},
    {"maxLength", take_bound<B::max_length>},
    {"minLength", take_bound<B::min_length>},
    {"maxItems", take_bound<B::max_items>},
    {"minItems", take_bound<B::min_items>},
    {"maxProperties", take_bound<B::max_properties>},
    {"minProperties", take_bound<B::min_properties>},
    {"maxContains", take_bound<B::max_contains>},
    {"minContains", take_bound<B::min_contains>},
    {"multipleOf", take_multiple},
    {"uniqueItems", take_flag<&Schema::unique_items>},
    {"format", take_text<&Schema::format>},
    {"contentEncoding", take_text<&Schema::content_encoding>},
    {"contentMediaType", take_text<&Schema::content_media_type>},
    {"pattern", [](const Intake& in, const Element& e) { in.schema.patterns.insert(e.text()); }},
    {"properties", take_properties},
    {"patternProperties", take_map<&Schema::pattern_properties>},
    {"dependentSchemas", take_map<&Schema::dependent_schemas>},
    {"dependentRequired", take_dependencies},
    {"dependencies", take_dependencies},
    {"required", take_required},
    {"additionalProperties",
     [](const Intake& in, const Element& e) { join(in.schema.additional_properties, e); }},
    {"items", take_items},
    {"prefixItems", take_items},
    {"additionalItems", take_additional_items},
    {"contains", take_inner<Inner::contains>},
    {"propertyNames", take_inner<Inner::property_names>},
    {"unevaluatedItems", take_inner<Inner::unevaluated_items>},
    {"unevaluatedProperties", take_inner<Inner::unevaluated_properties>},
    {"if", take_inner<Inner::if_>},
    {"then", take_inner<Inner::then>},
    {"else", take_inner<Inner::else_>},
    {"not", take_inner<Inner::not_>},
    {"contentSchema", take_inner<Inner::content_schema>},
    {"anyOf", take_alternatives<&Schema::any_of>},
    {"oneOf", take_alternatives<&Schema::one_of>},
    {"readOnly", take_flag<&Schema::read_only>},
    {"writeOnly", take_flag<&Schema::write_only>},
    {"deprecated", take_flag<&Schema::deprecated>},
    {"x-sunset", [](const Intake& in, const Element& e) { in.schema.sunset = e; }},
    {"discriminator", take_discriminator},
};

const std::unordered_map<std::string_view, Take>& keywords() {
  static const auto by_name = [] {
    std::unordered_map<std::string_view, Take> map;
    for (const Keyword& keyword : table) map.emplace(keyword.name, keyword.take);
    return map;
  }();
  return by_name;
}

}  // namespace

bool is_keyword(std::string_view name) { return keywords().count(name) != 0; }

void take_keywords(const Written& written, Schema& schema) {
  const Element& element = written.element;
  if (const bool* allowed = element.value->boolean()) {
    schema.never = schema.never || !*allowed;
    return;
  }
  for (const auto& [key, value] : element.members()) {
    const auto keyword = keywords().find(key);
    if (keyword != keywords().end()) keyword->second({written, schema}, element.child(key, value));
  }
}

}  // namespace tidemark::contract
