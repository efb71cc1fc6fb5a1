#include "core/json/writer.hpp"

#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

namespace tidemark::json {
namespace {

/// Most texts are all of this.
bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && c != '"' && c != '\\' && byte < 0x80;
}

/// How many bytes from the start are plain, looked at by eight: a byte of `odd` has its highest bit
/// set where the text's byte has, is under 0x20, or is a quote or a backslash. (Behind the first
/// such byte others may be marked, too.)
std::size_t plain_length(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101U, highest = ones * 0x80;
  const auto has_zero = [](std::uint64_t word) { return (word - ones) & ~word; };
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    const std::uint64_t odd = word | ((word - ones * 0x20) & ~word) |
                              has_zero(word ^ (ones * '"')) | has_zero(word ^ (ones * '\\'));
    if ((odd & highest) != 0) break;
  }
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

}  // namespace

void Writer::grow(std::size_t bytes) { out_.resize(2 * out_.size() + bytes); }

void Writer::raw(std::string_view bytes) {
  std::memcpy(room_for(bytes.size()), bytes.data(), bytes.size());
  used_ += bytes.size();
}

void Writer::escaped(char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (const char escape = short_escape(c); escape != 0) {
    raw('\\');
    raw(escape);
  } else if (byte < 0x20) {
    raw("\\u00");
    raw(digits[byte >> 4U]);
    raw(digits[byte & 15U]);
  } else {
    raw(c);
  }
}

void Writer::text(std::string_view value) {
  const std::size_t plain = plain_length(value);
  if (plain != value.size() && !simdjson::validate_utf8(value.data(), value.size())) {
    using nlohmann::json;
    return raw(json(value).dump(-1, ' ', false, json::error_handler_t::replace));
  }
  char* at = room_for(plain + 2);
  *at = '"';
  if (plain != 0) std::memcpy(at + 1, value.data(), plain);
  used_ += plain + 1;
  for (const char c : value.substr(plain)) escaped(c);
  raw('"');
}

template <typename Number>
void Writer::number(Number value) {
  constexpr std::size_t longest = 24;
  char* at = room_for(longest);
  used_ += static_cast<std::size_t>(std::to_chars(at, at + longest, value).ptr - at);
}

void Writer::integer(std::int64_t value) { number(value); }

void Writer::large(std::uint64_t value) { number(value); }

void Writer::real(double value) {
  if (!std::isfinite(value)) return null();
  constexpr std::size_t longest = 64;
  char* at = room_for(longest);
  used_ += static_cast<std::size_t>(nlohmann::detail::to_chars(at, at + longest, value) - at);
}

void Writer::canonical_real(double value) {
  const bool integral = std::abs(value) <= most_exact && std::trunc(value) == value;
  if (integral) return integer(static_cast<std::int64_t>(value));
  real(value);
}

}  // namespace tidemark::json
