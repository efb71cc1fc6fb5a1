#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/yaml/reader.hpp"

namespace tidemark::yaml {

/// A tree as one line: `{a: 1, b: "quoted", c: [~]}`.
inline std::string shape(const Node& node) {
  std::string text;
  switch (node.type) {
    case Node::Type::null:
      return "~";
    case Node::Type::scalar:
      return node.quoted ? '"' + node.text + '"' : node.text;
    case Node::Type::sequence:
      for (const Node& item : node.items) text += (text.empty() ? "" : ", ") + shape(item);
      return '[' + text + ']';
    case Node::Type::map:
      for (const Member& member : node.members) {
        text += (text.empty() ? "" : ", ") + member.key + ": " + shape(member.value);
      }
      return '{' + text + '}';
  }
  return text;
}

/// What was understood of `text` as one line ("nothing" when unusable), then each complaint.
inline std::string reading_of(const std::string& text, const Limits& limits = {}) {
  std::vector<Complaint> complaints;
  const std::optional<Node> root = read(text, "a.yaml", complaints, limits);
  std::string result = root ? shape(*root) : "nothing";
  for (const Complaint& complaint : complaints) result += '\n' + to_string(complaint);
  return result;
}

}  // namespace tidemark::yaml
