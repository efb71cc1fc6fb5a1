#include <charconv>

#include "core/inventory/fields.hpp"

namespace tidemark::inventory {
namespace {

json::Value number_of(const yaml::Node& node, double approximation, Findings& findings) {
  const std::string& text = node.text;
  if (text.find('.') != std::string::npos) return approximation;
  std::int64_t integer = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (failure == std::errc()) return integer;
  findings.complain(node.place, shown(text) + " is too large for a number",
                    "quote it if it is text");
  return nullptr;
}

json::Value scalar_of(const yaml::Node& node, Findings& findings) {
  if (node.quoted) return node.text;
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  if (const auto number = decimal(node.text)) return number_of(node, *number, findings);
  return node.text;
}

json::Value list_of(const std::vector<yaml::Node>& nodes, Findings& findings) {
  json::Array items;
  items.reserve(nodes.size());
  for (const yaml::Node& node : nodes) items.push_back(settings_of(node, findings));
  return items;
}

json::Value object_of(const std::vector<yaml::Member>& nodes, Findings& findings) {
  json::Object members;
  members.reserve(nodes.size());
  for (const yaml::Member& node : nodes) {
    members.emplace_back(node.key, settings_of(node.value, findings));
  }
  return members;
}

}  // namespace

json::Value settings_of(const yaml::Node& node, Findings& findings) {
  switch (node.type) {
    case yaml::Node::Type::null:
      return nullptr;
    case yaml::Node::Type::scalar:
      return scalar_of(node, findings);
    case yaml::Node::Type::sequence:
      return list_of(node.items, findings);
    case yaml::Node::Type::map:
      return object_of(node.members, findings);
  }
  return nullptr;
}

}  // namespace tidemark::inventory
