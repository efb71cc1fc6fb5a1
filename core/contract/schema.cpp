#include "core/contract/schema.hpp"

#include <algorithm>
#include <iterator>

namespace tidemark::contract {
namespace {

unsigned types_of_values(const Schema& schema) {
  std::set<std::string> values = schema.values.value_or(std::set<std::string>());
  if (schema.constant) values = {*schema.constant};
  unsigned types = 0;
  for (const std::string& value : values) {
    const char first = value.front();
    types |= first == '"'                                      ? string_type
             : first == '{'                                    ? object_type
             : first == '['                                    ? array_type
             : first == 'n'                                    ? null_type
             : first == 't' || first == 'f'                    ? boolean_type
             : value.find_first_of(".eE") == std::string::npos ? integer_type
                                                               : number_type | integer_type;
  }
  return types == 0 ? any_type : types;
}

std::vector<std::pair<const json::Value*, bool>> key_of(const Joint& joint) {
  std::vector<std::pair<const json::Value*, bool>> key;
  for (const Written& written : joint) key.emplace_back(written.element.value, written.or_null);
  std::sort(key.begin(), key.end());
  key.erase(std::unique(key.begin(), key.end()), key.end());
  return key;
}

void add_all(const std::map<std::string, Joint>& from, std::vector<Joint>& to) {
  for (const auto& [name, joint] : from) to.push_back(joint);
}

std::vector<Joint> below(const Schema& schema) {
  std::vector<Joint> joints = schema.prefix_items;
  joints.push_back(schema.items);
  joints.push_back(schema.additional_properties);
  add_all(schema.properties, joints);
  add_all(schema.pattern_properties, joints);
  add_all(schema.dependent_schemas, joints);
  for (const auto& inner : schema.inner) joints.push_back(inner.value_or(Joint()));
  for (const Alternative& one : schema.any_of) joints.push_back(one.joint);
  for (const Alternative& one : schema.one_of) joints.push_back(one.joint);
  return joints;
}

}  // namespace

void Budget::spend(std::uint64_t steps) {
  spent_ += steps;
  if (spent_ <= steps_) return;
  throw Error(Fault::configuration, "the contract takes more than " + std::to_string(steps_) +
                                        " steps to compare (divide it, or break its knots of "
                                        "schemas that refer to each other)");
}

Joint Schemas::settled(Joint joint) {
  for (Written& written : joint) {
    for (int steps = 0; steps < 100; ++steps) {
      const Element& element = written.element;
      if (!stands_alone(element) && !is_only_reference(element)) break;
      written.or_null = says_or_null(written);
      written.element = documents_.resolve(element["$ref"]);
    }
  }
  return joint;
}

const Schema& Schemas::read(const Joint& written_joint) {
  const Joint joint = settled(written_joint);
  const auto [found, is_new] = read_.try_emplace(key_of(joint));
  if (!is_new) return *found->second;
  found->second = std::make_unique<Schema>();
  Schema& schema = *found->second;
  schema.joint = joint;
  if (!joint.empty()) schema.source = joint.front().element;
  for (const Written& written : closure(joint)) {
    const json::Object* members = written.element.value->object();
    budget_.spend(1 + (members == nullptr ? 0 : members->size()));
    take_keywords(written, schema);
  }
  if (!schema.says_type()) schema.types = types_of_values(schema);
  return schema;
}

void Schemas::read_all(const Joint& joint) {
  std::vector<Joint> pending = {joint};
  std::set<const Schema*> seen;
  while (!pending.empty()) {
    const Joint next = std::move(pending.back());
    pending.pop_back();
    if (next.empty()) continue;
    const Schema& schema = read(next);
    if (!seen.insert(&schema).second) continue;
    for (Joint& further : below(schema)) pending.push_back(std::move(further));
  }
}

bool Schemas::stands_alone(const Element& element) const {
  return ref_stands_alone_ && element["$ref"];
}

Joint Schemas::closure(const Joint& joint) {
  Joint all, pending(joint.rbegin(), joint.rend());
  std::set<std::pair<const json::Value*, bool>> seen;
  while (!pending.empty()) {
    Written written = std::move(pending.back());
    pending.pop_back();
    if (!seen.emplace(written.element.value, written.or_null).second) continue;
    budget_.spend();
    Joint further;
    expand(written, further);
    pending.insert(pending.end(), std::make_move_iterator(further.rbegin()),
                   std::make_move_iterator(further.rend()));
    if (!stands_alone(written.element)) all.push_back(std::move(written));
  }
  return all;
}

void Schemas::expand(const Written& written, Joint& pending) {
  const Element& element = written.element;
  const bool or_null = says_or_null(written);
  for (const char* key : {"$ref", "$dynamicRef", "$recursiveRef"}) {
    if (const Element reference = element[key]) {
      pending.push_back({documents_.resolve(reference), or_null});
    }
  }
  if (stands_alone(element)) return;
  const Element all_of = element["allOf"];
  for (std::size_t i = 0; i < all_of.items().size(); ++i) {
    pending.push_back({all_of.child(i), or_null});
  }
  for (const char* key : {"anyOf", "oneOf"}) {
    auto [alternatives, null] = alternatives_of(element[key]);
    if (alternatives.size() != 1) continue;
    const Element& only = alternatives.front().joint.front().element;
    pending.push_back({only, or_null || null});
  }
}

unsigned Schemas::types_of(const Schema& schema, int depth) {
  unsigned types = schema.types;
  for (const auto* alternatives : {&schema.any_of, &schema.one_of}) {
    if (alternatives->empty() || depth > 8) continue;
    unsigned together = 0;
    for (const Alternative& alternative : *alternatives) {
      budget_.spend();
      together |= types_of(read(alternative.joint), depth + 1);
    }
    types &= together;
  }
  return types;
}

}  // namespace tidemark::contract
