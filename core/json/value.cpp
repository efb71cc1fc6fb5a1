#include <algorithm>
#include <cmath>
#include <limits>

#include "core/json/access.hpp"
#include "core/json/json.hpp"

namespace tidemark::json {
namespace {

constexpr double exact = 9007199254740992.0;  // 2^53

bool equal_numbers(const Value& a, const Value& b) {
  const auto& left = Access::data(a);
  const auto& right = Access::data(b);
  const bool floating =
      std::holds_alternative<double>(left) || std::holds_alternative<double>(right);
  if (!floating) return left == right;
  const double x = a.number();
  const double y = b.number();
  if (x != y) return false;
  return std::abs(x) <= exact || left.index() == right.index();
}

bool equal_objects(const Object& a, const Object& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].first == b[i].first) {
      if (!(a[i].second == b[i].second)) return false;
      continue;
    }
    const auto other = std::find_if(b.begin(), b.end(),
                                    [&](const auto& member) { return member.first == a[i].first; });
    if (other == b.end() || !(a[i].second == other->second)) return false;
  }
  return true;
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

}  // namespace tidemark::json
