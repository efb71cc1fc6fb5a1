#include "core/text/redactor.hpp"

#include <algorithm>
#include <array>

namespace tidemark::text {
namespace {

constexpr std::size_t shortest_secret = 6;
constexpr std::string_view upper_hex = "0123456789ABCDEF", lower_hex = "0123456789abcdef";

unsigned byte(char c) { return static_cast<unsigned char>(c); }

std::string in_url(std::string_view text, std::string_view digits, std::string_view kept) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kept.find(c) != std::string_view::npos;
    if (plain) {
      encoded += c;
    } else {
      encoded += {'%', digits[byte(c) >> 4U], digits[byte(c) & 15U]};
    }
  }
  return encoded;
}

/// As a JSON string has it between its quotes; `solidus`: with `\/`, as some writers do.
std::string in_json(std::string_view text, bool solidus) {
  constexpr std::string_view special = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
  std::string escaped;
  for (const char c : text) {
    const std::size_t at = special.find(c);
    if (at != std::string_view::npos) {
      escaped += {'\\', letters[at]};
    } else if (byte(c) < 0x20) {
      escaped += std::string("\\u00") + lower_hex[byte(c) >> 4U] + lower_hex[byte(c) & 15U];
    } else {
      escaped += c == '/' && solidus ? "\\/" : std::string(1, c);
    }
  }
  return escaped;
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

std::vector<std::string> forms_of(const std::string& value) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::vector<std::string> forms = {value, in_json(value, false), in_json(value, true)};
  for (const std::string_view digits : {upper_hex, lower_hex}) {
    forms.push_back(in_url(value, digits, "-_.~"));
    forms.push_back(in_url(value, digits, "-_.~/:"));
  }
  for (const char* rest : {"+/", "-_"}) {
    for (const std::size_t shift : {0U, 1U, 2U}) {
      forms.push_back(in_base64(value, shift, std::string(letters) + rest));
    }
  }
  for (std::size_t i = 1, count = forms.size(); i < count; ++i) {
    forms.push_back(in_json(forms[i], false));  // JSON within JSON
  }
  return forms;
}

void replace_all(std::string& text, const std::string& form, const std::string& by) {
  for (std::size_t at = text.find(form); at != std::string::npos; at = text.find(form, at)) {
    text.replace(at, form.size(), by);
    at += by.size();
  }
}

bool is_longer(const std::pair<std::string, std::string>& a,
               const std::pair<std::string, std::string>& b) {
  return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a < b;
}

}  // namespace

Redactor::Redactor(const std::vector<Secret>& secrets) {
  for (const Secret& secret : secrets) {
    if (secret.value.size() < shortest_secret) continue;
    for (std::string& form : forms_of(secret.value)) {
      forms_.emplace_back(std::move(form), '[' + secret.name + ']');
    }
  }
  // The longest first, so that no part of a form is left where another one is within it.
  std::sort(forms_.begin(), forms_.end(), is_longer);
  forms_.erase(std::unique(forms_.begin(), forms_.end()), forms_.end());
}

std::string Redactor::redacted(std::string text) const {
  for (const auto& [form, by] : forms_) replace_all(text, form, by);
  return text;
}

}  // namespace tidemark::text
