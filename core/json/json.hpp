#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tidemark::json {

class Value;
using Array = std::vector<Value>;
/// Members in the order of the text (or of insertion).
using Object = std::vector<std::pair<std::string, Value>>;

/// One JSON value of our own, so that no foreign library's type crosses a module border. Integers
/// keep all 64 bits; other numbers are doubles.
class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : data_(value) {}
  Value(int value) : data_(std::int64_t{value}) {}
  Value(std::int64_t value) : data_(value) {}
  Value(std::uint64_t value);
  Value(double value) : data_(value) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data_); }
  /// Null unless the value has that type.
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Array* array() const { return std::get_if<Array>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }
  Array* array() { return std::get_if<Array>(&data_); }
  Object* object() { return std::get_if<Object>(&data_); }
  bool is_number() const;
  /// The number as a double; 0 when it is none.
  double number() const;

  /// The member `key` of an object; null when absent or when this is no object.
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  /// Replaces or appends a member. Makes a null value an object first.
  Value& set(std::string_view key, Value value);

  /// Structural: member order does not matter, 1 and 1.0 are the same number, integers beyond 2^53
  /// are compared exactly.
  bool operator==(const Value& other) const;

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Array,
               Object>
      data_{nullptr};
  friend struct Access;
};

/// Reads one JSON text. Refuses duplicate keys, trailing text, invalid UTF-8 and nesting deeper
/// than 256. Throws Error(configuration) with `where` (a place such as `file:line`) before the
/// fact.
Value parse(std::string_view text, std::string_view where);

/// Compact JSON text, members in their order; invalid UTF-8 becomes U+FFFD.
std::string dump(const Value& value);
/// Two-space indentation, for files that people read.
std::string dump_pretty(const Value& value);
/// Compact with members sorted by key bytes: equal values give equal text, so that it can be
/// hashed. A double with an integral value within 2^53 is written as the integer it equals.
std::string canonical(const Value& value);
/// canonical(parse(text, where)), at a fraction of the cost.
std::string canonical_text(std::string_view text, std::string_view where);

/// Hands on every text in the value, wherever it stands; keys are none.
void each_text(const Value& value, const std::function<void(const std::string&)>& take);

/// The value at an RFC 6901 pointer ("" is the whole), or null when the path is absent.
const Value* at(const Value& value, std::string_view pointer);
Value* at(Value& value, std::string_view pointer);
/// Whether `pointer` is well-formed: empty, or starts with '/' and escapes only ~0 and ~1.
bool is_pointer(std::string_view pointer);

}  // namespace tidemark::json
