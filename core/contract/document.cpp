#include "core/contract/document.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/json/pointer.hpp"

namespace tidemark::contract {
namespace {

constexpr std::size_t deepest_document = 256;

yaml::Limits reader_limits() {
  yaml::Limits limits;
  limits.bytes = largest_document;
  limits.depth = deepest_document;
  limits.nodes = 1'500'000;
  limits.stretch = std::size_t{1} << 20U;
  limits.aliases = true;
  return limits;
}

bool is_number_text(std::string_view text) {
  return text.find_first_not_of("+-0123456789.eE") == std::string_view::npos &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

json::Value number_or_text(const std::string& text) {
  if (!is_number_text(text)) return text;
  const char* begin = text.data() + (text.front() == '+' ? 1 : 0);
  const char* end = text.data() + text.size();
  std::int64_t integer = 0;
  if (auto [stop, failure] = std::from_chars(begin, end, integer);
      failure == std::errc() && stop == end) {
    return integer;
  }
  double number = 0;
  const auto [stop, failure] = std::from_chars(begin, end, number);
  if (failure != std::errc() || stop != end || !std::isfinite(number)) return text;
  return number;
}

/// A plain scalar as YAML 1.2 reads it.
json::Value scalar(const yaml::Node& node) {
  const std::string& text = node.text;
  if (node.quoted) return text;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  if (text == "Null" || text == "NULL") return nullptr;
  return text.empty() ? json::Value(text) : number_or_text(text);
}

/// Whether YAML 1.1 has another word for it than we do.
bool is_ambiguous(const yaml::Node& node, const json::Value& value) {
  static constexpr std::array<std::string_view, 6> words = {"y", "n", "yes", "no", "on", "off"};
  if (node.quoted || node.text.empty()) return false;
  if (value.is_number()) return json::dump(value) != node.text;
  if (value.string() == nullptr) return false;
  std::string lower = node.text;
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  return std::find(words.begin(), words.end(), lower) != words.end() ||
         std::string_view("0123456789+-.").find(lower.front()) != std::string_view::npos;
}

void collect_ambiguous(const yaml::Node& node, std::string& found) {
  if (node.type == yaml::Node::Type::scalar && is_ambiguous(node, scalar(node))) {
    found += node.text + '\n';
  }
  for (const yaml::Node& item : node.items) collect_ambiguous(item, found);
  for (const auto& [key, place, value] : node.members) collect_ambiguous(value, found);
}

json::Value value_of(const yaml::Node& node, std::size_t depth) {
  if (depth > deepest_document) {
    throw Error(Fault::configuration, to_string(node.place) + ": nested deeper than " +
                                          std::to_string(deepest_document) +
                                          " levels (make it flatter)");
  }
  switch (node.type) {
    case yaml::Node::Type::null:
      return nullptr;
    case yaml::Node::Type::scalar:
      return scalar(node);
    case yaml::Node::Type::sequence: {
      json::Array items;
      for (const yaml::Node& item : node.items) items.push_back(value_of(item, depth + 1));
      return items;
    }
    case yaml::Node::Type::map: {
      json::Object members;
      for (const auto& [key, place, value] : node.members) {
        members.emplace_back(key, value_of(value, depth + 1));
      }
      return members;
    }
  }
  return nullptr;
}

Document read_yaml(const std::string& text, const std::string& file) {
  std::vector<Complaint> complaints;
  auto root = yaml::read(text, file, complaints, reader_limits());
  if (!complaints.empty()) {
    throw Error(Fault::configuration, to_string(complaints.front()));
  }
  Document document{file, value_of(*root, 0), {}};
  collect_ambiguous(*root, document.ambiguous);
  document.lines = std::move(root);
  return document;
}

/// The YAML node at a pointer, or the last one on the way there.
const yaml::Node& nearest(const yaml::Node& root, std::string_view pointer) {
  const yaml::Node* here = &root;
  for (const std::string& token : json::tokens_of(pointer)) {
    const auto index = static_cast<std::size_t>(std::atoll(token.c_str()));
    const bool is_item = here->type == yaml::Node::Type::sequence && index < here->items.size();
    const yaml::Node* next = is_item ? &here->items[index] : here->find(token);
    if (next == nullptr) break;
    here = next;
  }
  return *here;
}

}  // namespace

Document read_document(const std::string& text, const std::string& file) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool is_json = first != std::string::npos && (text[first] == '{' || text[first] == '[');
  if (!is_json) {
    Document document = read_yaml(text, file);
    document.writing = writing_of(text);
    return document;
  }
  if (text.size() > largest_document) {
    throw Error(Fault::configuration, file + ": the file is larger than " +
                                          std::to_string(largest_document) +
                                          " bytes (divide it into several files)");
  }
  return {file, json::parse(std::string_view(text).substr(first), file), {}, {}, writing_of(text)};
}

Element Element::operator[](std::string_view key) const {
  if (value == nullptr) return {};
  const json::Value* found = value->find(key);
  return found == nullptr ? Element{} : child(key, *found);
}

const json::Object& Element::members() const {
  static const json::Object none;
  if (value == nullptr) return none;
  if (const json::Object* object = value->object()) return *object;
  refuse(*this, "this must be a map");
}

const json::Array& Element::items() const {
  static const json::Array none;
  if (value == nullptr) return none;
  if (const json::Array* array = value->array()) return *array;
  refuse(*this, "this must be a list");
}

std::string Element::text() const {
  if (value == nullptr) return {};
  if (const std::string* string = value->string()) return *string;
  refuse(*this, "this must be text", "quote it");
}

bool Element::is_true() const {
  return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

Element Element::child(std::string_view key, const json::Value& child_value) const {
  return {document, &child_value, pointer + json::pointer_step(key)};
}

Element Element::child(std::size_t index) const {
  return {document, &items()[index], pointer + '/' + std::to_string(index)};
}

std::string Element::place() const { return document->file + '#' + pointer; }

void refuse(const Element& element, const std::string& fact, const std::string& way_out,
            Fault fault) {
  const auto& lines = element.document->lines;
  const std::string where =
      lines ? to_string(nearest(*lines, element.pointer).place) : element.place();
  throw Error(fault, where + ": " + fact + (way_out.empty() ? "" : " (" + way_out + ")"));
}

}  // namespace tidemark::contract
