#include "core/text/private_rules.hpp"

#include <algorithm>

#include "core/text/ascii.hpp"

namespace tidemark::text {
namespace {

std::string_view part(std::string_view text, Span span) {
  return text.substr(span.first, span.second - span.first);
}

bool has_digit(std::string_view word) { return std::any_of(word.begin(), word.end(), is_digit); }

std::ptrdiff_t digits_of(std::string_view word) {
  return std::count_if(word.begin(), word.end(), is_digit);
}

/// No letter or digit touches it.
bool is_word(std::string_view text, Span& span) {
  const bool begins = span.first == 0 || !is_alphanumeric(text[span.first - 1]);
  return begins && (span.second == text.size() || !is_alphanumeric(text[span.second]));
}

/// Words of a language stand after `bearer` and `password:`, too.
bool is_no_plain_word(std::string_view text, Span& span) {
  const std::string_view word = part(text, span);
  return has_digit(word) || !std::all_of(word.begin(), word.end(), is_letter);
}

bool is_address(std::string_view text, Span& span) { return !part(text, span).starts_with("git@"); }

bool is_iban(std::string_view text, Span& span) {
  if (!is_word(text, span)) {
    // The run may have gone into a word that does not belong to it.
    while (span.second > span.first && text[span.second - 1] != ' ') --span.second;
    while (span.second > span.first && text[span.second - 1] == ' ') --span.second;
  }
  if (span.first != 0 && is_alphanumeric(text[span.first - 1])) return false;
  const std::size_t end = end_of_iban(part(text, span));
  span.second = span.first + end;
  return end != 0;
}

bool is_drawn(std::string_view text, Span& span) {
  const std::string_view word = part(text, span);
  return is_word(text, span) && word.size() <= 128 && looks_random(word);
}

bool is_date_at(std::string_view word, std::size_t at) {
  // YYYY-MM-DD or DD-MM-YYYY; the year is of this century or the last one
  const auto digits = [&](std::size_t from, std::size_t count) {
    return from + count <= word.size() &&
           digits_of(word.substr(from, count)) == static_cast<std::ptrdiff_t>(count);
  };
  const auto century = [&](std::size_t from) {
    const std::string_view two = word.substr(from, 2);
    return two == "19" || two == "20";
  };
  const auto parts = [&](std::size_t a, std::size_t b, std::size_t c) {
    if (!digits(at, a) || !digits(at + a + 1, b) || !digits(at + a + b + 2, c)) return false;
    const char between = word[at + a];
    return !is_digit(between) && between != ' ' && word[at + a + b + 1] == between;
  };
  return (parts(4, 2, 2) && century(at)) || (parts(2, 2, 4) && century(at + 6));
}

bool has_date(std::string_view word) {
  for (std::size_t at = 0; at < word.size(); ++at) {
    if (is_date_at(word, at)) return true;
  }
  return false;
}

/// A number that is part of something larger (an id, a version, a path, an address) is none.
bool stands_alone(std::string_view text, const Span& span) {
  constexpr std::string_view joins = "_.-/+=#@$";
  if (span.first != 0) {
    const char before = text[span.first - 1];
    if (is_alphanumeric(before) || joins.find(before) != std::string_view::npos) return false;
  }
  if (span.second == text.size()) return true;
  const char after = text[span.second];
  if (is_alphanumeric(after) || after == '_' || after == '%') return false;
  const bool goes_on = after == '.' || after == '-' || after == '/' || after == ',' || after == ':';
  return !goes_on || span.second + 1 == text.size() || !is_alphanumeric(text[span.second + 1]);
}

template <std::ptrdiff_t least, std::ptrdiff_t most>
bool is_phone(std::string_view text, Span& span) {
  const std::string_view word = part(text, span);
  const std::ptrdiff_t digits = digits_of(word);
  return digits >= least && digits <= most && !has_date(word) && stands_alone(text, span);
}

// A space, a narrow or a hard one, a hyphen, a dash, a dot or a slash.
#define S R"([ \x{A0}\x{202F}\x{2011}\x{2013}.\-/])"
#define KEY_NAMES                                                                               \
  R"((?:password|passwd|passphrase|pwd|secret|api[_\- ]?key|access[_\-]?key|access[_\-]?token)" \
  R"(|auth[_\-]?token|refresh[_\-]?token|client[_\-]?secret|secret[_\-]?access[_\-]?key)"       \
  R"(|secret[_\-]?key|private[_\-]?key|[a-z0-9]+[_\-](?:pass|token)))"
#define PHONE_NAMES \
  R"((?:tel|telephone|telefon|phone|mobile|mobil|handy|cell|fax|whatsapp|call me|text me))"

}  // namespace

const std::vector<PrivateRule>& private_rules() {
  static const std::vector<PrivateRule> rules = {
      {"key",
       R"((?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|\z))",
       nullptr, 0, "-----BEGIN "},
      {"key", R"([a-zA-Z][a-zA-Z0-9+.\-]*://[^\s/:@"'<>]*:([^\s/@"'<>]+)@)", nullptr, 0, "://"},
      {"key", R"(\beyJ[A-Za-z0-9_\-]{5,}\.[A-Za-z0-9_\-]{5,}(?:\.[A-Za-z0-9_\-]*)*)", nullptr, 0,
       "eyJ"},
      {"key", R"(\b(?:sk|pk|rk)-[A-Za-z0-9_\-]{16,})", is_no_plain_word, 0, "k-"},
      {"key", R"(\b(?:sk|pk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,})", nullptr, 0, "_"},
      {"key", R"(\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}))", nullptr, 0, "_"},
      {"key", R"(\b(?:hf_|npm_|dop_v1_|pypi-|glpat-|gsk_|xai-|r8_)[A-Za-z0-9_\-]{20,})", nullptr},
      {"key", R"(\bxox[a-z]-[A-Za-z0-9\-]{10,})", nullptr, 0, "xox"},
      {"key", R"(\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b)", nullptr},
      {"key", R"(\b(?:AIza[A-Za-z0-9_\-]{30,}|ya29\.[A-Za-z0-9_\-]{20,}))", nullptr},
      {"key", R"(\bSG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,})", nullptr, 0, "SG."},
      {"key", R"((?i)\b(?:bearer|basic)(?:\s|%20|\+)+([A-Za-z0-9._~+/\-]{16,}=*))",
       is_no_plain_word},
      {"key", R"((?i)(?:\b|_))" KEY_NAMES R"(\b\\?["']?\s*[:=]\s*\\?["']?([^\s"',;&<>\\]{6,}))",
       is_no_plain_word},
      {"email",
       R"([\p{L}\p{N}_+][\p{L}\p{N}._%+'\-]*(?:@|%40)(?:[\p{L}\p{N}\-]+\.)+(?:xn--[a-z0-9\-]+|\p{L}\p{L}+))",
       is_address},
      {"iban", R"([A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30})", is_iban, 8},
      {"phone", R"(\+[1-9][0-9]{0,3}(?:)" S R"({0,2}(?:\([0-9]{1,5}\)|[0-9]{1,14})){1,7})",
       is_phone<8, 15>, 8},
      {"phone", R"(%2[Bb][1-9][0-9]{7,14}\b)", nullptr, 8, "%2"},  // as a URL writes the +
      {"phone", R"(00[1-9][0-9]{0,2}(?:)" S R"({1,2}(?:\([0-9]{1,5}\)|[0-9]{1,14})){1,7})",
       is_phone<10, 17>, 8},
      {"phone",
       R"((?:1)" S R"()?(?:\([2-9][0-9]{2}\) ?[0-9]{3}|[2-9][0-9]{2})" S R"([0-9]{3}))" S
       R"([0-9]{4})",
       is_phone<10, 11>, 8},
      {"phone", R"(\(?0[1-9][0-9]{0,4}\)?(?:)" S R"({1,2}[0-9]{2,9}){1,5})", is_phone<9, 12>, 8},
      {"phone",
       R"((?i)\b)" PHONE_NAMES R"((?: number| no| nr)?[.:]{0,2}(?: is| at| on| under)?[.: ]{0,3})"
       R"((\+?\(?[0-9][0-9 ()./\-]{4,20}[0-9]))",
       is_phone<7, 15>, 7},
      {"key", R"([A-Za-z0-9+/_\-]{24,}={0,2})", is_drawn, 2},
  };
  return rules;
}

#undef S
#undef KEY_NAMES
#undef PHONE_NAMES

}  // namespace tidemark::text
