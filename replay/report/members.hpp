#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "core/model/entity_id.hpp"

/// Reading of reports that were stored.
namespace tidemark::report {

/// A ledger can be written by whoever can write its file. Throws Error(store).
inline void need(bool holds) {
  if (!holds) throw Error(Fault::store, "the report is none that tidemark wrote");
}

/// The text that the value must be, and so on.
inline const std::string& text_of(const json::Value& value) {
  need(value.string() != nullptr);
  return *value.string();
}

inline std::int64_t count_of(const json::Value& value) {
  need(value.integer() != nullptr && *value.integer() >= 0);
  return *value.integer();
}

inline EntityId id_of(const json::Value& value) {
  const auto id = parse_entity_id(text_of(value));
  need(id.has_value());
  return *id;
}

/// Members of an object that to_json() made. What an older tidemark did not write reads as nothing.
/// The value must outlive it.
class Members {
 public:
  explicit Members(const json::Value& value) : value_(value) {}

  std::string text(std::string_view name) const {
    const json::Value* found = value_.find(name);
    return found == nullptr || found->string() == nullptr ? "" : *found->string();
  }
  bool has(std::string_view name) const {
    const json::Value* found = value_.find(name);
    return found != nullptr && !found->is_null();
  }
  bool flag(std::string_view name) const {
    const json::Value* found = value_.find(name);
    return found != nullptr && found->boolean() != nullptr && *found->boolean();
  }
  double number(std::string_view name) const {
    const json::Value* found = value_.find(name);
    return found == nullptr ? 0 : found->number();
  }
  template <typename Number = std::size_t>
  Number count(std::string_view name) const {
    const json::Value* found = value_.find(name);
    return found == nullptr || found->integer() == nullptr ? Number{}
                                                           : static_cast<Number>(*found->integer());
  }
  std::vector<std::string> texts(std::string_view name) const {
    return list<std::string>(name, text_of);
  }
  std::vector<std::size_t> counts(std::string_view name) const {
    return list<std::size_t>(
        name, [](const json::Value& one) { return static_cast<std::size_t>(count_of(one)); });
  }
  std::vector<EntityId> ids(std::string_view name) const { return list<EntityId>(name, id_of); }
  EntityId id(std::string_view name) const {
    return parse_entity_id(text(name)).value_or(EntityId{});
  }
  /// An output as to_json() embeds it, which may be null.
  std::string output(std::string_view name) const {
    const json::Value* found = value_.find(name);
    return found == nullptr ? "" : json::canonical(*found);
  }
  template <typename Item, typename Read>
  std::vector<Item> list(std::string_view name, Read read) const {
    std::vector<Item> items;
    const json::Value* found = value_.find(name);
    if (found == nullptr || found->array() == nullptr) return items;
    for (const json::Value& one : *found->array()) items.push_back(read(one));
    return items;
  }
  /// Nothing where the member is null.
  template <typename Item, typename Read>
  std::optional<Item> object(std::string_view name, Read read) const {
    const json::Value* found = value_.find(name);
    if (found == nullptr || found->object() == nullptr) return std::nullopt;
    return read(Members(*found));
  }
  template <typename Take>
  void each(std::string_view name, Take take) const {
    const json::Value* found = value_.find(name);
    if (found == nullptr || found->object() == nullptr) return;
    for (const auto& [key, value] : *found->object()) take(key, value);
  }

 private:
  const json::Value& value_;
};

}  // namespace tidemark::report
