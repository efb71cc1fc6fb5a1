#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json/json.hpp"

namespace tidemark::json {

/// One place where two values differ.
struct Difference {
  std::string at;                      ///< JSON pointer; "" is the whole
  std::optional<Value> before, after;  ///< none: nothing stands there
};

/// Where `before` and `after` differ, as closely as it can be told: objects member by member, lists
/// item by item between what they begin and end with alike, anything else as a whole. In the order
/// of `before`; what only `after` has, behind its siblings. At most `most`; none for equal values.
std::vector<Difference> differences(const Value& before, const Value& after, std::size_t most);

}  // namespace tidemark::json
