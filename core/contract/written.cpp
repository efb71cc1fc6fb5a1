#include <algorithm>

#include "core/contract/schema.hpp"

namespace tidemark::contract {
namespace {

bool is_null_schema(const Element& element) {
  const Element type = element["type"];
  return type && type.value->string() != nullptr && *type.value->string() == "null";
}

std::string name_of(const Element& element) {
  if (const Element reference = element["$ref"]) {
    const std::string text = reference.text();
    return text.substr(text.rfind('/') + 1);
  }
  const Element title = element["title"];
  return title && title.value->string() != nullptr ? *title.value->string() : "";
}

}  // namespace

Joint one_schema(const Element& element) {
  if (element.value->object() == nullptr && element.value->boolean() == nullptr) {
    refuse(element, "a schema must be a map, true or false");
  }
  return {{element, false}};
}

bool says_or_null(const Written& written) {
  return written.or_null || (written.element["nullable"].is_true() && !written.element["type"]);
}

bool is_only_reference(const Element& element) {
  if (!element["$ref"]) return false;
  return std::all_of(element.members().begin(), element.members().end(), [](const auto& member) {
    const std::string& key = member.first;
    const bool combines = key == "allOf" || key == "$dynamicRef" || key == "$recursiveRef";
    return key == "$ref" || key == "nullable" || (!combines && !is_keyword(key));
  });
}

std::pair<std::vector<Alternative>, bool> alternatives_of(const Element& list) {
  std::vector<Alternative> alternatives;
  bool null = false;
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const Element element = list.child(i);
    if (is_null_schema(element)) {
      null = true;
    } else {
      alternatives.push_back({one_schema(element), name_of(element)});
    }
  }
  return {std::move(alternatives), null};
}

}  // namespace tidemark::contract
