#include "core/text/secret_forms.hpp"

#include <algorithm>
#include <string_view>

namespace tidemark::text {
namespace {

constexpr std::size_t shortest_secret = 6;

unsigned byte(char c) { return static_cast<unsigned char>(c); }

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

}  // namespace

std::vector<std::string> forms_of_secret(const std::string& value) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  if (value.size() < shortest_secret) return {};
  std::vector<std::string> forms = {value};
  if (std::string form = in_facts(value); !form.empty()) forms.push_back(std::move(form));
  for (const char* rest : {"+/", "-_"}) {
    for (const std::size_t shift : {0U, 1U, 2U}) {
      forms.push_back(in_base64(value, shift, std::string(letters) + rest));
    }
  }
  return forms;
}

}  // namespace tidemark::text
