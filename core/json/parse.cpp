#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "core/json/syntax_fault.hpp"
#include "core/json/view.hpp"
#include "core/json/writer.hpp"

namespace tidemark::json {
namespace {

using Element = simdjson::dom::element;
using Field = simdjson::dom::key_value_pair;
using Type = simdjson::dom::element_type;

constexpr std::size_t deepest = 256;
/// Reserved from the start, so that texts of many sizes do not cost an allocation each.
constexpr std::size_t least_capacity = std::size_t{64} << 10U;
/// So few names are compared one with another.
constexpr std::size_t few = 16;
/// Of a value within another; a larger one makes itself room.
constexpr std::size_t usual_size = 512;

[[noreturn]] void refuse(std::string_view where, std::string_view fact) {
  throw Error(Fault::configuration, std::string(where) + ": " + std::string(fact));
}

/// A key may be somebody's data, which has no place in a message: its members' numbers are told.
[[noreturn]] void refuse_twice(std::string_view where, std::span<const std::string_view> names) {
  std::map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0;; ++i) {
    const auto [first, is_new] = numbers.emplace(names[i], i + 1);
    if (is_new) continue;
    refuse(where, "JSON has a key twice in one object, as its members " +
                      std::to_string(first->second) + " and " + std::to_string(i + 1));
  }
}

std::string_view name_of(const Object::value_type& member) { return member.first; }
std::string_view name_of(const Field& field) { return field.key; }

template <typename Members>
void refuse_duplicates(const Members& members, std::string_view where) {
  std::vector<std::string_view> names;
  const bool is_small = members.size() <= few;
  for (const auto& member : members) {
    const std::string_view name = name_of(member);
    const bool is_known = is_small && std::find(names.begin(), names.end(), name) != names.end();
    names.push_back(name);
    if (is_known) refuse_twice(where, names);
  }
  if (is_small) return;
  auto sorted = names;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) refuse_twice(where, names);
}

/// Members of most documents that somebody keeps are in this order, and none is there twice.
bool ascends(const simdjson::dom::object& members) {
  std::optional<std::string_view> last;
  for (const Field& field : members) {
    if (last && field.key <= *last) return false;
    last = field.key;
  }
  return true;
}

/// As the bytes are; most names differ in the first, which costs no call.
bool is_before(const Field& a, const Field& b) {
  if (a.key.empty() || b.key.empty() || a.key[0] == b.key[0]) return a.key < b.key;
  return static_cast<unsigned char>(a.key[0]) < static_cast<unsigned char>(b.key[0]);
}

/// In the order in which convert() does.
void refuse_duplicates_within(const Element& element, std::string_view where) {
  if (element.type() == Type::ARRAY) {
    const simdjson::dom::array items = element.get_array().value_unsafe();
    for (const Element item : items) refuse_duplicates_within(item, where);
  } else if (element.type() == Type::OBJECT) {
    const simdjson::dom::object members = element.get_object().value_unsafe();
    for (const Field& field : members) refuse_duplicates_within(field.value, where);
    if (!ascends(members)) refuse_duplicates(members, where);
  }
}

Value convert(const Element& element, std::string_view where);

Value convert_object(const simdjson::dom::object& source, std::string_view where) {
  Object members;
  members.reserve(source.size());
  for (const Field& field : source) {
    members.emplace_back(std::string(field.key), convert(field.value, where));
  }
  refuse_duplicates(members, where);
  return members;
}

Value convert_array(const simdjson::dom::array& source, std::string_view where) {
  Array items;
  items.reserve(source.size());
  for (const Element item : source) items.push_back(convert(item, where));
  return items;
}

Value convert(const Element& element, std::string_view where) {
  switch (element.type()) {
    case Type::OBJECT:
      return convert_object(element.get_object().value_unsafe(), where);
    case Type::ARRAY:
      return convert_array(element.get_array().value_unsafe(), where);
    case Type::STRING:
      return element.get_string().value_unsafe();
    case Type::INT64:
      return element.get_int64().value_unsafe();
    case Type::UINT64:
      return element.get_uint64().value_unsafe();
    case Type::DOUBLE:
      return element.get_double().value_unsafe();
    case Type::BOOL:
      return element.get_bool().value_unsafe();
    case Type::NULL_VALUE:
      return nullptr;
  }
  return nullptr;
}

/// Writes what was parsed, without values of our own between.
class Canonical {
 public:
  Canonical(std::string& out, std::size_t expected, std::string_view where)
      : writer_(out, expected), where_(where) {}

  void write(const Element& element) {
    switch (element.type()) {
      case Type::OBJECT:
        return put(element.get_object().value_unsafe());
      case Type::ARRAY:
        return put(element.get_array().value_unsafe());
      case Type::STRING:
        return writer_.text(element.get_string().value_unsafe());
      case Type::INT64:
        return writer_.integer(element.get_int64().value_unsafe());
      case Type::UINT64:
        return writer_.large(element.get_uint64().value_unsafe());
      case Type::DOUBLE:
        return writer_.canonical_real(element.get_double().value_unsafe());
      case Type::BOOL:
        return writer_.boolean(element.get_bool().value_unsafe());
      case Type::NULL_VALUE:
        return writer_.null();
    }
  }

 private:
  void put(const simdjson::dom::array& items) {
    writer_.raw('[');
    bool first = true;
    for (const Element item : items) {
      if (!std::exchange(first, false)) writer_.raw(',');
      write(item);
    }
    writer_.raw(']');
  }

  /// An object's fields lie on the stack above those of the objects that it is in.
  void put(const simdjson::dom::object& object) {
    const std::size_t begin = fields_.size();
    for (const Field& field : object) fields_.push_back(field);
    if (!sort_from(begin)) refuse_twice(where_, names_of(object));
    writer_.raw('{');
    for (std::size_t i = begin; i < fields_.size(); ++i) {
      const Field field = fields_[i];
      if (i != begin) writer_.raw(',');
      writer_.key(field.key);
      write(field.value);
    }
    writer_.raw('}');
    fields_.erase(fields_.begin() + static_cast<std::ptrdiff_t>(begin), fields_.end());
  }

  /// False when two have the same name.
  bool sort_from(std::size_t begin) {
    const auto first = fields_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto are_out_of_order = [](const Field& a, const Field& b) { return !is_before(a, b); };
    if (std::adjacent_find(first, fields_.end(), are_out_of_order) == fields_.end()) return true;
    std::sort(first, fields_.end(), is_before);
    return std::adjacent_find(first, fields_.end(), are_out_of_order) == fields_.end();
  }

  static std::vector<std::string_view> names_of(const simdjson::dom::object& object) {
    std::vector<std::string_view> names;
    for (const Field& field : object) names.push_back(field.key);
    return names;
  }

  Writer writer_;
  const std::string_view where_;
  std::vector<Field> fields_;
};

/// Valid until this thread parses again.
Element parsed(std::string_view text, std::string_view where) {
  thread_local simdjson::dom::parser parser;
  const std::size_t capacity = std::bit_ceil(std::max(text.size(), least_capacity));
  if (const auto failure = parser.allocate(capacity, deepest)) {
    refuse(where, std::string("JSON cannot be read: ") + simdjson::error_message(failure));
  }
  if (text.data() == nullptr) text = "";  // simdjson would copy from it
  Element root;
  if (const auto failure = parser.parse(text.data(), text.size(), true).get(root)) {
    const std::string fact = failure == simdjson::EMPTY ? "" : syntax_fault(text);
    refuse(where, "not JSON: " + (fact.empty() ? simdjson::error_message(failure) : fact));
  }
  return root;
}

View view_of(const Element& element) { return View(std::bit_cast<View::Place>(element)); }
Element element_of(View::Place place) { return std::bit_cast<Element>(place); }

}  // namespace

Value parse(std::string_view text, std::string_view where) {
  return convert(parsed(text, where), where);
}

std::string canonical_text(std::string_view text, std::string_view where) {
  const Element root = parsed(text, where);
  std::string result;
  Canonical(result, text.size(), where).write(root);
  return result;
}

View view(std::string_view text, std::string_view where) {
  const Element root = parsed(text, where);
  refuse_duplicates_within(root, where);
  return view_of(root);
}

bool View::is_number() const { return element_of(place_).is_number(); }
bool View::is_array() const { return element_of(place_).is_array(); }
bool View::is_object() const { return element_of(place_).is_object(); }

std::optional<bool> View::boolean() const {
  const Element element = element_of(place_);
  if (!element.is_bool()) return std::nullopt;
  return element.get_bool().value_unsafe();
}

std::optional<std::string_view> View::string() const {
  const Element element = element_of(place_);
  if (!element.is_string()) return std::nullopt;
  return element.get_string().value_unsafe();
}

std::vector<View> View::items() const {
  std::vector<View> items;
  simdjson::dom::array found;
  if (element_of(place_).get(found) != simdjson::SUCCESS) return items;
  for (const Element item : found) items.push_back(view_of(item));
  return items;
}

View::Members View::members() const {
  Members members;
  simdjson::dom::object found;
  if (element_of(place_).get(found) != simdjson::SUCCESS) return members;
  for (const Field& field : found) members.emplace_back(field.key, view_of(field.value));
  return members;
}

std::optional<View> View::find(std::string_view key) const {
  Element found;
  if (element_of(place_)[key].get(found) != simdjson::SUCCESS) return std::nullopt;
  return view_of(found);
}

Value View::value() const { return convert(element_of(place_), ""); }

std::string View::canonical() const {
  thread_local std::string text;  // so that the result takes no more room than it needs
  text.clear();
  Canonical(text, usual_size, "").write(element_of(place_));
  return text;
}

}  // namespace tidemark::json
