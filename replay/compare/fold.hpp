#pragma once

#include <string>
#include <string_view>

namespace tidemark::compare {

/// Capitals as small letters: Latin (with its accents), Greek and Cyrillic. One code point stays
/// one.
std::u32string case_folded(std::u32string points);

/// Runs of white space as one space, none at either end.
std::u32string space_folded(std::u32string_view points);

/// Without white space at either end.
std::u32string_view trimmed(std::u32string_view points);

}  // namespace tidemark::compare
