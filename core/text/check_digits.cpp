#include "core/text/check_digits.hpp"

#include <array>
#include <cmath>
#include <string>

#include "core/text/ascii.hpp"

namespace tidemark::text {
namespace {

constexpr std::size_t shortest_card = 14, longest_card = 19;
constexpr std::size_t shortest_iban = 15, longest_iban = 34;

int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// Prefixes and lengths of the networks that issue cards.
bool is_issued(std::string_view digits) {
  const std::size_t size = digits.size();
  const int two = value_of(digits.substr(0, 2)), four = value_of(digits.substr(0, 4));
  if (digits[0] == '4') return size == 16 || size == 19;
  if (two >= 51 && two <= 55) return size == 16;
  if (four >= 2221 && four <= 2720) return size == 16;
  if (two == 34 || two == 37) return size == 15;
  if (two == 30 || two == 36 || two == 38 || two == 39) return size == 14;
  if (two == 35) return size == 16;
  return digits[0] == '6' && size >= 16;
}

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    sum += i % 2 == 0 ? digit : (digit * 2) / 10 + (digit * 2) % 10;
  }
  return sum % 10 == 0;
}

/// Whether a number may end before `at`: no digit, letter or decimal follows.
bool may_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return true;
  const char next = text[at];
  if (is_alphanumeric(next) || next == '_') return false;
  return !(next == '.' && at + 1 < text.size() && is_digit(text[at + 1]));
}

bool may_begin(std::string_view text, std::size_t at) {
  if (!is_digit(text[at])) return false;
  if (at == 0) return true;
  const char before = text[at - 1];
  return !is_alphanumeric(before) && before != '_' && before != '.' && before != '+';
}

/// How long the space, hyphen or dot is that stands here between groups; 0 when none does.
std::size_t separator_at(std::string_view text, std::size_t at) {
  // A hard and a narrow space, a hard hyphen and a dash, in UTF-8.
  for (const std::string_view one : {" ", "-", ".", "\u00A0", "\u202F", "\u2011", "\u2013"}) {
    if (text.substr(at, one.size()) == one) return one.size();
  }
  return 0;
}

/// The end of the longest card number that begins at `begin`, or 0.
std::size_t end_of_card(std::string_view text, std::size_t begin) {
  std::string digits;
  std::size_t end = 0;
  bool is_grouped = false;
  for (std::size_t at = begin; at < text.size() && digits.size() < longest_card; ++at) {
    const std::size_t apart = separator_at(text, at);
    if (apart != 0 && at + apart < text.size() && is_digit(text[at + apart])) {
      // Cards are written in groups that begin with one of four; other numbers may stand together.
      if (!is_grouped && digits.size() != 4) break;
      is_grouped = true;
      at += apart - 1;
      continue;
    }
    if (!is_digit(text[at])) break;
    digits += text[at];
    if (digits.size() >= shortest_card && may_end(text, at + 1) && is_card_number(digits)) {
      end = at + 1;
    }
  }
  return end;
}

/// The remainder by 97 of the IBAN as a number, its first four characters last.
int remainder_of(std::string_view compact) {
  int remainder = 0;
  for (std::size_t i = 0; i < compact.size(); ++i) {
    const char c = compact[(i + 4) % compact.size()];
    remainder =
        is_digit(c) ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;
  }
  return remainder;
}

int kind_of(char c) { return is_small(c) ? 0 : is_capital(c) ? 1 : is_digit(c) ? 2 : 3; }

/// Shannon's entropy of the word's characters, in bits.
double entropy_of(std::string_view word) {
  std::array<int, 256> counts{};
  for (const char c : word) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  const auto size = static_cast<double>(word.size());
  for (const int count : counts) {
    if (count != 0) bits -= count / size * std::log2(count / size);
  }
  return bits;
}

}  // namespace

bool is_card_number(std::string_view digits) {
  return digits.size() >= shortest_card && digits.size() <= longest_card && is_issued(digits) &&
         passes_luhn(digits);
}

std::vector<Span> card_numbers_in(std::string_view text) {
  std::vector<Span> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!may_begin(text, at)) continue;
    const std::size_t end = end_of_card(text, at);
    if (end == 0) continue;
    found.emplace_back(at, end);
    at = end - 1;
  }
  return found;
}

std::size_t end_of_iban(std::string_view run) {
  std::string compact;
  std::size_t end = 0;
  for (std::size_t at = 0; at < run.size() && compact.size() < longest_iban; ++at) {
    if (run[at] == ' ') continue;
    compact += run[at];
    const bool ends = at + 1 == run.size() || run[at + 1] == ' ';
    if (ends && compact.size() >= shortest_iban && remainder_of(compact) == 1) end = at + 1;
  }
  return end;
}

bool looks_random(std::string_view word) {
  std::array<std::size_t, 4> runs{};  // of characters of one kind
  std::size_t all = 0;
  int before = -1;
  for (const char c : word) {
    const int kind = kind_of(c);
    if (kind == before) continue;
    before = kind;
    ++runs[static_cast<std::size_t>(kind)];
    ++all;
  }
  return runs[0] >= 2 && runs[1] >= 2 && runs[2] >= 2 && all * 5 >= word.size() * 2 &&
         entropy_of(word) >= 3.8;
}

}  // namespace tidemark::text
