#pragma once

// Values of the inventory as bytes, for the cache: what is written by one build is read by the same
// build only. One list of members serves both directions; a member that is added to a struct and
// not here does not compile.

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "core/base/place.hpp"

namespace tidemark::inventory {

/// Thrown where bytes are not what was written.
struct Damaged {};

/// A text that outlives what it was read from; there are few different ones.
std::string_view lasting(std::string_view text);

/// Appends values to bytes.
class Writer {
 public:
  static constexpr bool reads = false;

  template <typename... Values>
  void operator()(const Values&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(bytes_); }

  void number(std::uint64_t value);
  void text(std::string_view value);
  void name(const FileName& value);

 private:
  template <typename Value>
  void put(const Value& value);

  std::string bytes_;
  std::unordered_map<std::string, std::uint64_t> names_;
};

/// Takes the same values back. Whatever the bytes are, it reads no others and makes no more than
/// they could have been written from.
class Reader {
 public:
  static constexpr bool reads = true;

  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <typename... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }
  std::uint64_t number();
  std::string_view text();
  FileName name();
  std::string_view take(std::uint64_t size);
  bool at_end() const { return rest_.empty(); }

 private:
  template <typename Value>
  void get(Value& value);

  std::string_view rest_;
  std::vector<FileName> names_;
};

/// Eight bytes that another content all but certainly has not, and one with a single byte changed
/// never has. No defence against intent.
std::uint64_t checksum(std::string_view bytes);

template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <typename T>
struct IsShared : std::false_type {};
template <typename T>
struct IsShared<std::shared_ptr<const T>> : std::true_type {
  using Target = T;
};

template <typename Value>
void Writer::put(const Value& value) {
  if constexpr (std::same_as<Value, FileName>) {
    name(value);
  } else if constexpr (std::same_as<Value, std::string> || std::same_as<Value, std::string_view>) {
    text(value);
  } else if constexpr (std::same_as<Value, double>) {
    text({reinterpret_cast<const char*>(&value), sizeof value});
  } else if constexpr (std::same_as<Value, std::chrono::milliseconds>) {
    number(static_cast<std::uint64_t>(value.count()));
  } else if constexpr (std::is_enum_v<Value> || std::is_integral_v<Value>) {
    number(static_cast<std::uint64_t>(value));
  } else if constexpr (IsVector<Value>::value) {
    number(value.size());
    for (const auto& item : value) put(item);
  } else if constexpr (IsOptional<Value>::value || IsShared<Value>::value) {
    number(value ? 1 : 0);
    if (value) put(*value);
  } else if constexpr (std::same_as<Value, std::map<std::string, std::string>>) {
    number(value.size());
    for (const auto& [key, one] : value) (text(key), text(one));
  } else {
    members(*this, const_cast<Value&>(value));  // which hands them back to put()
  }
}

template <typename Value>
void Reader::get(Value& value) {
  if constexpr (std::same_as<Value, FileName>) {
    value = name();
  } else if constexpr (std::same_as<Value, std::string>) {
    value = std::string(text());  // dearer as an assignment
  } else if constexpr (std::same_as<Value, std::string_view>) {
    value = lasting(text());
  } else if constexpr (std::same_as<Value, double>) {
    const std::string_view bytes = text();
    if (bytes.size() != sizeof value) throw Damaged();
    bytes.copy(reinterpret_cast<char*>(&value), sizeof value);
  } else if constexpr (std::same_as<Value, std::chrono::milliseconds>) {
    value = Value(static_cast<std::int64_t>(number()));
  } else if constexpr (std::same_as<Value, bool>) {
    value = number() != 0;
  } else if constexpr (std::is_enum_v<Value>) {
    const std::uint64_t one = number();
    if (one >= choices(*this, Value{})) throw Damaged();
    value = static_cast<Value>(one);
  } else if constexpr (std::is_integral_v<Value>) {
    value = static_cast<Value>(number());
  } else if constexpr (IsVector<Value>::value) {
    const std::uint64_t size = number();
    value.clear();
    // Every value takes a byte at least; what a false size asks for is made as far as bytes last.
    value.reserve(std::min<std::uint64_t>(size, rest_.size() / 32));
    for (std::uint64_t i = 0; i < size; ++i) get(value.emplace_back());
  } else if constexpr (IsOptional<Value>::value) {
    value.reset();
    if (number() != 0) get(value.emplace());
  } else if constexpr (IsShared<Value>::value) {
    value.reset();
    if (number() == 0) return;
    auto target = std::make_shared<typename IsShared<Value>::Target>();
    get(*target);
    value = std::move(target);
  } else if constexpr (std::same_as<Value, std::map<std::string, std::string>>) {
    const std::uint64_t size = number();
    for (std::uint64_t i = 0; i < size; ++i) {
      std::string key(text());
      value.insert_or_assign(value.end(), std::move(key), std::string(text()));
    }
  } else {
    members(*this, value);
  }
}

}  // namespace tidemark::inventory
