#pragma once

#include <string>
#include <string_view>

namespace tidemark::json {

/// Where a text stops being JSON and why, for the person who wrote it: "column 12: unexpected end
/// of input; expected '}'". Quotes nothing of the text. "" when no fault is found.
std::string syntax_fault(std::string_view text);

}  // namespace tidemark::json
