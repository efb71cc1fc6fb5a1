#include "core/json/writer.hpp"

#include <simdjson.h>

#include <array>
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
    const std::uint64_t odd = word | ((word - ones * 0x20) & ~word) | has_zero(word ^ (ones * '"')) |
                              has_zero(word ^ (ones * '\\'));
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

void append_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (const char escape = short_escape(c); escape != 0) {
    out += {'\\', escape};
  } else if (byte < 0x20) {
    out += {'\\', 'u', '0', '0', digits[byte >> 4U], digits[byte & 15U]};
  } else {
    out += c;
  }
}

template <typename Number>
void append_number(std::string& out, Number value) {
  std::array<char, 24> text;
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

}  // namespace

void Writer::text(std::string_view value) {
  const std::size_t plain = plain_length(value);
  if (plain != value.size() && !simdjson::validate_utf8(value.data(), value.size())) {
    using nlohmann::json;
    out_ += json(value).dump(-1, ' ', false, json::error_handler_t::replace);
    return;
  }
  out_ += '"';
  out_.append(value.substr(0, plain));
  for (const char c : value.substr(plain)) append_escaped(out_, c);
  out_ += '"';
}

void Writer::integer(std::int64_t value) { append_number(out_, value); }

void Writer::large(std::uint64_t value) { append_number(out_, value); }

void Writer::real(double value) { out_ += nlohmann::json(value).dump(); }

void Writer::canonical_real(double value) {
  const bool integral = std::abs(value) <= most_exact && std::trunc(value) == value;
  if (integral) return integer(static_cast<std::int64_t>(value));
  real(value);
}

}  // namespace tidemark::json
