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

}  // namespace

json::Value settings_of(const yaml::Node& node, Findings& findings) {
  switch (node.type) {
    case yaml::Node::Type::null:
      return nullptr;
    case yaml::Node::Type::scalar:
      return scalar_of(node, findings);
    case yaml::Node::Type::sequence: {
      json::Array items;
      for (const yaml::Node& item : node.items) items.push_back(settings_of(item, findings));
      return items;
    }
    case yaml::Node::Type::map: {
      json::Object members;
      for (const yaml::Member& member : node.members) {
        members.emplace_back(member.key, settings_of(member.value, findings));
      }
      return members;
    }
  }
  return nullptr;
}

}  // namespace tidemark::inventory
