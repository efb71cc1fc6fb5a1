#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tidemark::text {

/// The text as code points; an invalid byte becomes U+FFFD.
std::u32string code_points(std::string_view utf8);
bool is_utf8(std::string_view bytes);
/// Whether a byte of UTF-8 goes on with a code point that an earlier one began.
constexpr bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

/// Fewest insertions, deletions and replacements of code points between two texts. Takes a 64th of
/// the product of the lengths: two texts of 20,000 code points some milliseconds.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b);

/// 1 - distance / longer length: 1 for equal texts, 0 for nothing in common. Two empty texts: 1.
double edit_similarity(std::string_view a, std::string_view b);

/// The text made safe for a terminal: control characters, escapes and bidirectional overrides
/// become visible `\x..` or `\u{..}`; cut to `most` code points with an ellipsis (0 means not cut).
std::string printable(std::string_view utf8, std::size_t most = 0);

}  // namespace tidemark::text
