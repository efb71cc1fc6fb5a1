#include "core/yaml/characters.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "core/text/code_points.hpp"

namespace tidemark::yaml {
namespace {

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool is_utf16_or_32(std::string_view text) {
  using namespace std::string_view_literals;
  return begins(text, "\xFF\xFE"sv) || begins(text, "\xFE\xFF"sv) || begins(text, "\0\0\xFE\xFF"sv);
}

Place place_of(std::string_view text, std::size_t offset, const FileName& file) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {file, static_cast<std::uint32_t>(line + 1),
          static_cast<std::uint32_t>(offset - start + 1)};
}

/// Where the first byte is that begins no character; the size of the text when there is none.
std::size_t first_invalid(std::string_view text) {
  if (text::is_utf8(text)) return text.size();
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t size = 1;
    while (size <= 4 && !text::is_utf8(text.substr(at, size))) ++size;
    if (size > 4) break;
    at += size;
  }
  return at;
}

/// Of most bytes that is known without a look at what follows.
bool is_harmless(char byte) {
  const auto c = static_cast<unsigned char>(byte);
  return c == '\n' || (c >= 0x20 && c < 0x7F);
}

/// How many bytes at the beginning surely are harmless, by many at a time.
std::size_t harmless_size(std::string_view text) {
  constexpr std::size_t step = 64;
  std::size_t size = 0;
  for (; text.size() - size >= step; size += step) {
    bool all = true;
    for (const char byte : text.substr(size, step)) all &= is_harmless(byte);
    if (!all) break;
  }
  return size;
}

bool is_forbidden(std::string_view rest) {
  const auto c = static_cast<unsigned char>(rest.front());
  if (c == '\r') return !begins(rest, "\r\n");
  if (c < 0x20) return c != '\t' && c != '\n';
  if (c == 0xC2) return static_cast<unsigned char>(rest[1]) < 0xA0;
  return c == 0x7F || begins(rest, "\xE2\x80\xA8") || begins(rest, "\xE2\x80\xA9") ||
         begins(rest, "\xEF\xBB\xBF") || begins(rest, "\xEF\xBF\xBE") ||
         begins(rest, "\xEF\xBF\xBF");
}

Complaint forbidden(std::string_view rest, const Place& place) {
  char name[16];
  const auto point = static_cast<unsigned>(text::code_points(rest.substr(0, 4)).front());
  std::snprintf(name, sizeof name, "%04X", point);
  return {place, "the invisible character U+" + std::string(name) + " is not allowed",
          "remove it, or write it in double quotes as \\u" + std::string(name)};
}

}  // namespace

std::optional<Complaint> character_fault(std::string_view text, const FileName& file) {
  if (is_utf16_or_32(text)) {
    return Complaint{{file, 1, 1}, "the file is UTF-16 or UTF-32", "save it as UTF-8"};
  }
  const std::size_t invalid = first_invalid(text);
  if (invalid < text.size()) {
    return Complaint{place_of(text, invalid, file), "the text is not UTF-8", "save it as UTF-8"};
  }
  for (std::size_t at = harmless_size(text); at < text.size(); ++at) {
    if (is_harmless(text[at])) continue;
    if (is_forbidden(text.substr(at))) {
      return forbidden(text.substr(at), place_of(text, at, file));
    }
  }
  return std::nullopt;
}

}  // namespace tidemark::yaml
