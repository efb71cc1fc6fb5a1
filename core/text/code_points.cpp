#include "core/text/code_points.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace tidemark::text {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// Decodes one code point and removes it; an invalid byte alone gives U+FFFD and clears `valid`.
char32_t take(std::string_view& rest, bool& valid) {
  const auto first = static_cast<unsigned char>(rest.front());
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xC2 ? 0
                           : first < 0xE0 ? 2
                           : first < 0xF0 ? 3
                           : first < 0xF5 ? 4
                                          : 0;
  char32_t point = size == 1 ? first : first & (0xFFU >> (size + 1));
  bool good = size != 0 && size <= rest.size();
  for (std::size_t i = 1; good && i < size; ++i) {
    const auto byte = static_cast<unsigned char>(rest[i]);
    good = is_continuation(byte);
    point = (point << 6U) | (byte & 0x3FU);
  }
  const bool overlong = (size == 3 && point < 0x800) || (size == 4 && point < 0x10000);
  const bool surrogate = point >= 0xD800 && point < 0xE000;
  if (!good || overlong || surrogate || point > 0x10FFFF) {
    valid = false;
    rest.remove_prefix(1);
    return replacement;
  }
  rest.remove_prefix(size);
  return point;
}

bool is_unsafe(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x200E || point == 0x200F ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
         point == 0x2028 || point == 0x2029 || point == 0xFEFF || point == 0x061C ||
         (point >= 0xE0000 && point <= 0xE007F);
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
  std::u32string points;
  bool valid = true;
  while (!utf8.empty()) points += take(utf8, valid);
  return points;
}

namespace {

/// How many bytes at the beginning surely are ASCII, by eight at a time.
std::size_t ascii_size(std::string_view bytes) {
  std::size_t size = 0;
  for (std::uint64_t word = 0; bytes.size() - size >= sizeof word; size += sizeof word) {
    std::memcpy(&word, bytes.data() + size, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return size;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  bool valid = true;
  while (valid && !bytes.empty()) {
    bytes.remove_prefix(ascii_size(bytes));
    if (!bytes.empty()) take(bytes, valid);
  }
  return valid;
}

std::string printable(std::string_view utf8, std::size_t most) {
  const bool is_plain =
      std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (is_plain && (most == 0 || utf8.size() <= most)) return std::string(utf8);
  std::string text;
  for (std::size_t count = 0; !utf8.empty(); ++count) {
    if (most != 0 && count == most) return text + "…";
    const std::string_view before = utf8;
    bool valid = true;
    const char32_t point = take(utf8, valid);
    char escaped[16];
    if (!valid) {
      std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned char>(before.front()));
      text += escaped;
    } else if (is_unsafe(point)) {
      std::snprintf(escaped, sizeof escaped, point < 0x100 ? "\\x%02x" : "\\u{%x}",
                    static_cast<unsigned>(point));
      text += escaped;
    } else {
      text += before.substr(0, before.size() - utf8.size());
    }
  }
  return text;
}

}  // namespace tidemark::text
