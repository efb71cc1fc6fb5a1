#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/json/access.hpp"
#include "core/json/json.hpp"

namespace tidemark::json {
namespace {

using Ordered = nlohmann::ordered_json;

Ordered to_ordered(const Value& value);

Ordered to_ordered(const Array& items) {
  Ordered result = Ordered::array();
  for (const Value& item : items) result.push_back(to_ordered(item));
  return result;
}

Ordered to_ordered(const Object& members) {
  Ordered::object_t result;
  for (const auto& [name, member] : members) result.push_back({name, to_ordered(member)});
  return result;
}

template <typename Scalar>
Ordered to_ordered(const Scalar& scalar) {
  return Ordered(scalar);
}

Ordered to_ordered(const Value& value) {
  return std::visit([](const auto& content) { return to_ordered(content); }, Access::data(value));
}

bool is_integral(double number) {
  return std::abs(number) <= 9007199254740992.0 && std::trunc(number) == number;
}

Value sorted(const Value& value) {
  if (const Array* items = value.array()) {
    Array result;
    for (const Value& item : *items) result.push_back(sorted(item));
    return result;
  }
  if (const Object* members = value.object()) {
    Object result;
    for (const auto& [name, member] : *members) result.emplace_back(name, sorted(member));
    std::sort(result.begin(), result.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return result;
  }
  if (std::holds_alternative<double>(Access::data(value)) && is_integral(value.number())) {
    return static_cast<std::int64_t>(value.number());
  }
  return value;
}

}  // namespace

std::string dump(const Value& value) {
  return to_ordered(value).dump(-1, ' ', false, Ordered::error_handler_t::replace);
}

std::string dump_pretty(const Value& value) {
  return to_ordered(value).dump(2, ' ', false, Ordered::error_handler_t::replace);
}

std::string canonical(const Value& value) { return dump(sorted(value)); }

}  // namespace tidemark::json
