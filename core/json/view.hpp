#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json/json.hpp"

namespace tidemark::json {

/// A value of a text that was read, without values of our own made of it: for whoever keeps little
/// of much. It and what it hands out last until its thread reads another text.
class View {
 public:
  using Place = std::array<std::size_t, 2>;  ///< as the parser names it
  using Members = std::vector<std::pair<std::string_view, View>>;

  explicit View(Place place) : place_(place) {}

  bool is_number() const;
  bool is_array() const;
  bool is_object() const;
  /// Nothing unless the value has that type.
  std::optional<bool> boolean() const;
  std::optional<std::string_view> string() const;
  /// Of an array; of anything else none.
  std::vector<View> items() const;
  /// Of an object, in the order of the text; of anything else none.
  Members members() const;
  /// The member `key` of an object; nothing when absent or when this is no object.
  std::optional<View> find(std::string_view key) const;

  Value value() const;
  /// canonical(value()), at a fraction of the cost.
  std::string canonical() const;

 private:
  Place place_;
};

/// Reads what parse() reads, and refuses the same.
View view(std::string_view text, std::string_view where);

}  // namespace tidemark::json
