#include <simdjson.h>

#include <unordered_set>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "core/json/syntax_fault.hpp"

namespace tidemark::json {
namespace {

constexpr std::size_t deepest = 256;

[[noreturn]] void refuse(std::string_view where, std::string_view fact) {
  throw Error(Fault::configuration, std::string(where) + ": " + std::string(fact));
}

Value convert(const simdjson::dom::element& element, std::string_view where);

Value convert_object(const simdjson::dom::object& source, std::string_view where) {
  Object members;
  std::unordered_set<std::string_view> seen;
  for (const auto& field : source) {
    if (!seen.insert(field.key).second) {
      refuse(where, "JSON has the key \"" + std::string(field.key) + "\" twice in one object");
    }
    members.emplace_back(std::string(field.key), convert(field.value, where));
  }
  return members;
}

Value convert_array(const simdjson::dom::array& source, std::string_view where) {
  Array items;
  for (const auto& item : source) items.push_back(convert(item, where));
  return items;
}

Value convert(const simdjson::dom::element& element, std::string_view where) {
  using simdjson::dom::element_type;
  switch (element.type()) {
    case element_type::OBJECT:
      return convert_object(element.get_object().value_unsafe(), where);
    case element_type::ARRAY:
      return convert_array(element.get_array().value_unsafe(), where);
    case element_type::STRING:
      return element.get_string().value_unsafe();
    case element_type::INT64:
      return element.get_int64().value_unsafe();
    case element_type::UINT64:
      return element.get_uint64().value_unsafe();
    case element_type::DOUBLE:
      return element.get_double().value_unsafe();
    case element_type::BOOL:
      return element.get_bool().value_unsafe();
    case element_type::NULL_VALUE:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

Value parse(std::string_view text, std::string_view where) {
  thread_local simdjson::dom::parser parser;
  if (const auto failure = parser.allocate(std::max<std::size_t>(text.size(), 1), deepest)) {
    refuse(where, std::string("JSON cannot be read: ") + simdjson::error_message(failure));
  }
  if (text.data() == nullptr) text = "";  // simdjson would copy from it
  simdjson::dom::element root;
  if (const auto failure = parser.parse(text.data(), text.size(), true).get(root)) {
    const std::string fact = failure == simdjson::EMPTY ? "" : syntax_fault(text);
    refuse(where, "not JSON: " + (fact.empty() ? simdjson::error_message(failure) : fact));
  }
  return convert(root, where);
}

}  // namespace tidemark::json
