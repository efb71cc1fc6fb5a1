#include "core/text/decoded.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>

namespace tidemark::text {
namespace {

/// What an escape says and how many bytes it takes; none when it is no escape.
struct Escape {
  std::size_t size = 0;
  std::string says{};
};

std::string utf8_of(unsigned code) {
  const auto tail = [&](unsigned shift) {
    return static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
  };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0U | (code >> 6U)), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0U | (code >> 12U)), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | (code >> 18U)), tail(12), tail(6), tail(0)};
}

/// The number that all of `digits` are.
std::optional<unsigned> number_of(std::string_view digits, int base) {
  unsigned number = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number, base);
  if (digits.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

Escape json_escape(std::string_view text) {
  constexpr std::string_view letters = "\"\\/bfnrt", says = "\"\\/\b\f\n\r\t";
  if (text.size() < 2) return {};
  const std::size_t at = letters.find(text[1]);
  if (at != std::string_view::npos) return {2, {says[at]}};
  if (text[1] != 'u' || text.size() < 6) return {};
  const auto code = number_of(text.substr(2, 4), 16);
  return code ? Escape{6, utf8_of(*code)} : Escape{};
}

Escape url_escape(std::string_view text) {
  if (text.size() < 3) return {};
  const auto code = number_of(text.substr(1, 2), 16);
  return code ? Escape{3, {static_cast<char>(*code)}} : Escape{};
}

Escape html_escape(std::string_view text) {
  constexpr std::pair<std::string_view, char> names[] = {
      {"quot", '"'}, {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"apos", '\''}};
  const std::size_t end = text.substr(0, 10).find(';');
  if (end == std::string_view::npos) return {};
  const std::string_view inside = text.substr(1, end - 1);
  for (const auto& [name, says] : names) {
    if (inside == name) return {end + 1, {says}};
  }
  if (!inside.starts_with('#')) return {};
  const bool hex = inside.size() > 1 && (inside[1] == 'x' || inside[1] == 'X');
  const auto code = number_of(inside.substr(hex ? 2 : 1), hex ? 16 : 10);
  return code && *code < 0x110000 ? Escape{end + 1, utf8_of(*code)} : Escape{};
}

struct Reader {
  char start;
  Escape (*escape)(std::string_view text);
};

constexpr Reader readers[] = {{'\\', json_escape}, {'%', url_escape}, {'&', html_escape}};

}  // namespace

std::optional<Decoded> Decoded::with(Escapes escapes) const {
  const Reader& reader = readers[static_cast<std::size_t>(escapes)];
  const std::string_view text = text_;
  Decoded decoded("");
  decoded.of_ = this;
  std::size_t copied = 0;
  for (std::size_t at = text.find(reader.start); at != std::string_view::npos;) {
    const Escape escape = reader.escape(text.substr(at));
    if (escape.size > 0) {
      decoded.text_.append(text.substr(copied, at - copied)).append(escape.says);
      copied = at + escape.size;
      decoded.moved_.emplace_back(decoded.text_.size(), copied);
    }
    at = text.find(reader.start, at + std::max<std::size_t>(escape.size, 1));
  }
  if (decoded.moved_.empty()) return std::nullopt;
  decoded.text_.append(text.substr(copied));
  return decoded;
}

std::size_t Decoded::source(std::size_t at) const {
  if (is_as_it_was()) return at;
  const auto after = std::upper_bound(moved_.begin(), moved_.end(), std::make_pair(at, SIZE_MAX));
  if (after == moved_.begin()) return of_->source(at);
  const auto& [here, there] = *std::prev(after);
  return of_->source(there + (at - here));
}

}  // namespace tidemark::text
