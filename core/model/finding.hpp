#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/change.hpp"

namespace tidemark {

/// Which way the data goes that a finding is about, seen by whoever uses the contract.
enum class DataDirection {
  none,      ///< it is about no data, such as a path that is gone
  request,   ///< what the user sends; to narrow it breaks
  response,  ///< what the user receives; to widen it breaks
};
std::string_view to_string(DataDirection direction);

/// One difference between two states of a contract.
struct Finding {
  std::string rule;  ///< stable id; oasdiff's where the rule is the same
  ChangeClass level = ChangeClass::unknown;
  DataDirection direction = DataDirection::none;
  std::string operation;  ///< `GET /orders/{id}`; "" when it is about no single one
  /// The part of the data, as a pointer with `*` for any item: `/items/*/price`. "" is all of it.
  std::string part;
  /// Where it is said, `FILE#/pointer`: in the new state, or the old one if it is gone.
  std::string place;
  std::string text;         ///< the sentence for people
  std::string fingerprint;  ///< 12 hex digits over rule, operation and text; stays from run to run

  bool operator==(const Finding&) const = default;
};

/// The worse of two: breaking, risky, unknown, benign.
ChangeClass worse(ChangeClass one, ChangeClass other);
/// The worst level among findings; benign when there is none.
ChangeClass worst_of(const std::vector<Finding>& findings);

}  // namespace tidemark
