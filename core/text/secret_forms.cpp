#include "core/text/secret_forms.hpp"

#include <algorithm>
#include <string_view>

namespace tidemark::text {
namespace {

constexpr std::size_t shortest_secret = 6;
constexpr std::size_t shortest_line = 16;

unsigned byte(char c) { return static_cast<unsigned char>(c); }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const std::size_t start = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(start);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// What is common to every base64 text in which `text` begins `shift` bytes after a group of three:
/// the letters that depend on it alone.
std::string in_base64(std::string_view text, std::size_t shift, std::string_view alphabet) {
  const std::string padded = std::string(shift, '\0') + std::string(text);
  std::string encoded;
  for (std::size_t bit = 0; bit + 6 <= padded.size() * 8; bit += 6) {
    const std::size_t i = bit / 8;
    const unsigned next = i + 1 < padded.size() ? byte(padded[i + 1]) : 0U;
    const unsigned two = (byte(padded[i]) << 8U) | next;
    encoded += alphabet[(two >> (10U - bit % 8)) & 63U];
  }
  return encoded.substr((shift * 8 + 5) / 6);
}

/// With '?' for what facts do not keep; "" when too little of it is left to tell it by.
std::string in_facts(std::string_view text) {
  std::string kept;
  for (const char c : text) kept += c >= ' ' && c <= '~' && c != '"' && c != '\\' ? c : '?';
  const auto lost = static_cast<std::size_t>(std::count(kept.begin(), kept.end(), '?'));
  return kept.size() - lost < shortest_secret ? "" : kept;
}

void add_forms(std::string_view text, bool is_line, std::vector<SecretForm>& forms) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  forms.push_back({std::string(text), is_line});
  std::string query(text);
  std::replace(query.begin(), query.end(), ' ', '+');
  forms.push_back({query, is_line});  // as forms of the web write blanks
  if (std::string form = in_facts(text); !form.empty()) forms.push_back({form, is_line});
  for (const char* rest : {"+/", "-_"}) {
    for (const std::size_t shift : {0U, 1U, 2U}) {
      forms.push_back({in_base64(text, shift, std::string(letters) + rest), is_line});
    }
  }
}

/// Where a line of PEM only says what comes: that is no secret.
bool is_frame(std::string_view line) {
  return line.ends_with("-----") && (line.find("-----BEGIN ") != std::string_view::npos ||
                                     line.find("-----END ") != std::string_view::npos);
}

}  // namespace

std::vector<SecretForm> forms_of_secret(const std::string& value) {
  std::vector<SecretForm> forms;
  std::string_view rest = trimmed(value);
  if (rest.size() < shortest_secret) return forms;
  add_forms(rest, false, forms);
  const std::size_t whole = rest.size();
  while (!rest.empty()) {
    // Variables often have a line's end as the two characters that JSON writes.
    const std::size_t end = std::min({rest.find('\n'), rest.find("\\n"), rest.size()});
    const std::string_view line = trimmed(rest.substr(0, end));
    if (line.size() >= shortest_line && line.size() < whole && !is_frame(line)) {
      add_forms(line, true, forms);
    }
    const bool is_written = rest.substr(end).starts_with("\\n");
    rest.remove_prefix(std::min(end + (is_written ? 2 : 1), rest.size()));
  }
  return forms;
}

}  // namespace tidemark::text
