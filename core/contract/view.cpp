#include "core/contract/view.hpp"

#include <algorithm>
#include <array>

#include "core/contract/openapi.hpp"
#include "core/contract/part_text.hpp"
#include "core/json/pointer.hpp"

namespace tidemark::contract {
namespace {

/// Reached by references only.
constexpr std::array<std::string_view, 3> shelves = {"$defs", "definitions", "components"};
constexpr std::array<std::string_view, 3> alternatives = {"allOf", "anyOf", "oneOf"};

template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// By key, so that another order is no difference.
std::map<std::string, Element> members_of(const Element& element) {
  std::map<std::string, Element> members;
  for (const auto& [key, value] : element.members()) members[key] = element.child(key, value);
  return members;
}

bool is_item(std::string_view named) { return named == "*" || named.empty() || is_index(named); }

}  // namespace

void View::add(const std::string& text) {
  budget_.spend(text.size() / 32 + 1);
  text_ += text + '\n';
}

void View::whole(const Element& element) {
  add(json::canonical(*element.value));
  gather(element);
}

void View::gather(const Element& element) {
  budget_.spend();
  documents_seen_.insert(element.document);
  if (const json::Object* members = element.value->object()) {
    for (const auto& [key, value] : *members) {
      const Element child = element.child(key, value);
      if (key == "$ref" && value.string() != nullptr) pending_.push_back(documents_.resolve(child));
      needs_all_ |= key == "$dynamicRef" || key == "$recursiveRef" || key == "discriminator";
      gather(child);
    }
  } else if (const json::Array* items = element.value->array()) {
    for (std::size_t i = 0; i < items->size(); ++i) gather(element.child(i));
  }
}

void View::member(const Element& holder, const char* key) {
  if (const Element found = holder[key]) {
    add(key);
    whole(found);
  }
}

void View::along(const Element& schema, const Segments& segments, std::size_t at) {
  if (at == segments.size()) {
    found_.insert(pointer_);
    return whole(schema);
  }
  if (!passed_.emplace(schema.value, at).second) return;
  if (schema.value->object() == nullptr) return whole(schema);
  for (const auto& [key, value] : members_of(schema)) {
    if (is_one_of(shelves, key)) continue;
    add(key);
    keyword(key, value, segments, at);
  }
}

void View::keyword(const std::string& key, const Element& value, const Segments& segments,
                   std::size_t at) {
  const std::string_view next = segments[at];
  if (key == "$ref" && value.value->string() != nullptr) {
    return along(documents_.resolve(value), segments, at);
  }
  if (is_one_of(alternatives, key)) {
    for (std::size_t i = 0; i < value.items().size(); ++i) along(value.child(i), segments, at);
  } else if (key == "properties") {
    properties(value, segments, at);
  } else if (key == "required" && next != "*" && value.value->array() != nullptr) {
    const json::Array& names = value.items();
    const bool named = std::any_of(names.begin(), names.end(), [&](const json::Value& name) {
      return name.string() != nullptr && json::pointer_step(*name.string()).substr(1) == next;
    });
    add(named ? "required" : "optional");
  } else if (key == "items" || key == "prefixItems" || key == "additionalItems") {
    items(value, segments, at);
  } else if (key == "additionalProperties" && next == "*") {
    along(value, segments, at + 1);
  } else {
    needs_all_ |= key == "$dynamicRef" || key == "$recursiveRef" || key == "discriminator";
    whole(value);
  }
}

void View::properties(const Element& properties, const Segments& segments, std::size_t at) {
  for (const auto& [name, schema] : members_of(properties)) {
    if (segments[at] != "*" && json::pointer_step(name).substr(1) != segments[at]) continue;
    add(name);
    along(schema, segments, at + 1);
  }
}

void View::items(const Element& items, const Segments& segments, std::size_t at) {
  if (!is_item(segments[at])) return whole(items);
  if (items.value->array() == nullptr) return along(items, segments, at + 1);
  for (std::size_t i = 0; i < items.items().size(); ++i) along(items.child(i), segments, at + 1);
}

void View::along_all(const Element& schema, const std::vector<std::string>& pointers) {
  for (const std::string& pointer : pointers) {
    passed_.clear();
    pointer_ = pointer;
    along(schema, segments_of(pointer), 0);
  }
}

std::string View::text_with_referred() {
  while (!pending_.empty()) {
    const Element element = pending_.back();
    pending_.pop_back();
    const auto [place, is_new] = referred_.try_emplace(element.place());
    if (!is_new) continue;
    place->second = json::canonical(*element.value);
    budget_.spend(place->second.size() / 32 + 1);
    gather(element);
  }
  for (const auto& [place, text] : referred_) add(place + ' ' + text);
  documents_seen_.insert(documents_.root().document);
  std::map<std::string, std::string> ambiguous;
  for (const Document* one : documents_seen_) ambiguous[one->file] = one->ambiguous;
  for (const auto& [file, words] : ambiguous) add(file + ' ' + words);
  if (needs_all_) add(json::canonical(*documents_.root().value));
  return text_;
}

std::optional<std::string> View::of_schema(const std::vector<std::string>& pointers) {
  along_all(documents_.root(), pointers);
  if (found_.size() != std::set(pointers.begin(), pointers.end()).size()) return std::nullopt;
  return text_with_referred();
}

void View::response(const Element& response, const std::vector<std::string>& pointers) {
  for (const auto& [key, value] : members_of(response)) {
    add(key);
    if (key != "content") {
      whole(value);
      continue;
    }
    for (const auto& [type, media] : members_of(value)) {
      add(type);
      for (const auto& [name, said] : members_of(documents_.followed(media))) {
        add(name);
        name == "schema" ? along_all(said, pointers) : whole(said);
      }
    }
  }
}

void View::operation(const Element& operation, const std::vector<std::string>& pointers) {
  if (pointers.empty()) return whole(operation);
  for (const auto& [key, value] : members_of(operation)) {
    add(key);
    if (key != "responses") {
      whole(value);
      continue;
    }
    for (const auto& [status, answer] : members_of(value)) {
      add(status);
      response(documents_.followed(answer), pointers);
    }
  }
}

void View::path(const std::string& name, const Element& item,
                const std::vector<std::string>& operations,
                const std::vector<std::string>& pointers) {
  bool is_seen = false;
  for (const auto& [key, value] : members_of(item)) {
    if (!is_one_of(methods, key)) continue;
    const std::string called = operation_name(key, name);
    bool is_named = operations.empty();
    for (const std::string& part : operations) {
      if (!names_operation(part, called)) continue;
      is_named = true;
      found_.insert(part);
    }
    if (!is_named) continue;
    is_seen = true;
    add(called);
    operation(value, pointers);
  }
  if (!is_seen) return;
  for (const auto& [key, value] : members_of(item)) {
    if (is_one_of(methods, key)) continue;
    add(key);
    whole(value);
  }
}

std::optional<std::string> View::of_api(const std::vector<std::string>& operations,
                                        const std::vector<std::string>& pointers) {
  const Element root = documents_.root();
  for (const char* key : {"openapi", "jsonSchemaDialect", "servers", "security"}) member(root, key);
  if (const Element components = root["components"]) member(components, "securitySchemes");
  for (const auto& [name, item] : members_of(root["paths"])) {
    path(name, documents_.followed(item), operations, pointers);
  }
  if (operations.empty()) member(root, "webhooks");
  std::set<std::string> all(operations.begin(), operations.end());
  all.insert(pointers.begin(), pointers.end());
  if (found_.size() != all.size()) return std::nullopt;
  return text_with_referred();
}

}  // namespace tidemark::contract
