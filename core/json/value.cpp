#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/json/access.hpp"
#include "core/json/json.hpp"

namespace tidemark::json {
namespace {

constexpr double exact = 9007199254740992.0;  // 2^53

/// The integer that a double stands for in canonical text, if it stands for one.
std::optional<std::int64_t> as_integer(const Value& value) {
  if (const std::int64_t* integer = value.integer()) return *integer;
  const auto* floating = std::get_if<double>(&Access::data(value));
  if (floating == nullptr || std::abs(*floating) > exact || std::trunc(*floating) != *floating) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*floating);
}

bool equal_numbers(const Value& a, const Value& b) {
  const auto left = as_integer(a);
  const auto right = as_integer(b);
  if (left || right) return left == right;
  return Access::data(a) == Access::data(b);
}

bool equal_values(const Object& a, const Object& b) {
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](const auto& one, const auto& other) { return one.second == other.second; });
}

std::vector<const std::pair<std::string, Value>*> by_name(const Object& object) {
  std::vector<const std::pair<std::string, Value>*> members;
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  return members;
}

/// Members of many names in another order must not cost a search each.
bool equal_objects(const Object& a, const Object& b) {
  if (a.size() != b.size()) return false;
  const bool same_order =
      std::equal(a.begin(), a.end(), b.begin(),
                 [](const auto& one, const auto& other) { return one.first == other.first; });
  if (same_order) return equal_values(a, b);
  const auto left = by_name(a);
  const auto right = by_name(b);
  return std::equal(left.begin(), left.end(), right.begin(),
                    [](const auto* one, const auto* other) {
                      return one->first == other->first && one->second == other->second;
                    });
}

}  // namespace

Value::Value(std::uint64_t value) {
  if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    data_ = static_cast<std::int64_t>(value);
  } else {
    data_ = value;
  }
}

bool Value::is_number() const { return data_.index() >= 2 && data_.index() <= 4; }

double Value::number() const {
  if (const auto* integer_value = std::get_if<std::int64_t>(&data_)) {
    return static_cast<double>(*integer_value);
  }
  if (const auto* large = std::get_if<std::uint64_t>(&data_)) return static_cast<double>(*large);
  if (const auto* floating = std::get_if<double>(&data_)) return *floating;
  return 0;
}

const Value* Value::find(std::string_view key) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  for (const auto& [name, value] : *members) {
    if (name == key) return &value;
  }
  return nullptr;
}

Value* Value::find(std::string_view key) {
  return const_cast<Value*>(std::as_const(*this).find(key));
}

Value& Value::set(std::string_view key, Value value) {
  if (is_null()) data_ = Object{};
  if (Value* present = find(key)) {
    *present = std::move(value);
  } else if (Object* members = object()) {
    members->emplace_back(std::string(key), std::move(value));
  }
  return *this;
}

bool Value::operator==(const Value& other) const {
  if (is_number() && other.is_number()) return equal_numbers(*this, other);
  if (const Object* left = object(); left != nullptr && other.object() != nullptr) {
    return equal_objects(*left, *other.object());
  }
  return data_ == other.data_;
}

void each_text(const Value& value, const std::function<void(const std::string&)>& take) {
  if (const Array* items = value.array()) {
    for (const Value& item : *items) each_text(item, take);
  } else if (const Object* members = value.object()) {
    for (const auto& [key, member] : *members) each_text(member, take);
  } else if (const std::string* text = value.string()) {
    take(*text);
  }
}

}  // namespace tidemark::json
