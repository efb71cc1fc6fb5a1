#pragma once

#include <string_view>
#include <vector>

#include "core/text/check_digits.hpp"

namespace tidemark::text {

/// One form in which private data is written; for the module's own sources.
struct PrivateRule {
  std::string_view kind;
  std::string_view pattern;  ///< RE2; of its groups the first is meant, without one all of it
  /// Whether what matched is meant; may move its ends. Null: it is.
  bool (*holds)(std::string_view text, Span& span) = nullptr;
  std::size_t least_digits = 0;  ///< that a text must have to be looked at
  std::string_view needs = {};   ///< what it must have, too
};

/// In the order in which they are looked for: what is found first is not looked at again.
const std::vector<PrivateRule>& private_rules();

}  // namespace tidemark::text
