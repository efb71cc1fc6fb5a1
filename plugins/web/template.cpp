#include "plugins/web/template.hpp"

#include <algorithm>
#include <cstdlib>

#include "plugins/kit/call_failure.hpp"
#include "plugins/kit/settings.hpp"

namespace tidemark::web {
namespace {

using plugin::CallFailure;

constexpr std::string_view variable_prefix = "env:";

bool is_variable_name(std::string_view name) {
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_';
         });
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (is_unreserved(c)) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return result;
}

std::string escaped(std::string text, Escape escape) {
  switch (escape) {
    case Escape::url:
      return percent_encoded(text);
    case Escape::json:
      text = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
      return text.substr(1, text.size() - 2);
    case Escape::header:
      if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; })) {
        throw CallFailure(TIDEMARK_FAILED, "a header would hold a control character");
      }
      return text;
    case Escape::none:
      break;
  }
  return text;
}

const Json& value_at(const Json& input, const std::string& pointer) {
  try {
    return input.at(Json::json_pointer(pointer));
  } catch (const Json::exception&) {
    throw CallFailure(TIDEMARK_FAILED, "the input has nothing at '" + pointer + "'");
  }
}

std::string written(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value != nullptr && *value != '\0') return value;
  throw CallFailure(
      TIDEMARK_FAILED,
      "the variable " + name + " is not set (set it, and name it in the runner's env)",
      {.cause = sdk::Cause::auth});
}

}  // namespace

Template::Template(const std::string& key, std::string_view text, bool variables) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("$${")) {
      plain += "${";
      at += 3;
    } else if (text.substr(at).starts_with("${")) {
      const std::size_t end = text.find('}', at);
      if (end == std::string_view::npos)
        plugin::refuse(key, "closed where it opens ${ (write $${ for a plain one)");
      if (!plain.empty()) pieces_.push_back({Piece::Kind::text, std::move(plain)});
      plain.clear();
      add_place(key, std::string(text.substr(at + 2, end - at - 2)), variables);
      at = end + 1;
    } else {
      plain += text[at++];
    }
  }
  if (!plain.empty()) pieces_.push_back({Piece::Kind::text, std::move(plain)});
}

void Template::add_place(const std::string& key, const std::string& place, bool variables) {
  if (place.empty() || place.front() == '/') {
    pieces_.push_back({Piece::Kind::pointer, plugin::pointer_of(key, place)});
    return;
  }
  const std::string name = place.substr(std::min(variable_prefix.size(), place.size()));
  if (!place.starts_with(variable_prefix) || !is_variable_name(name)) {
    plugin::refuse(key, "free of ${" + place + "}: a place is ${/json/pointer} or ${env:NAME}");
  }
  if (!variables) plugin::refuse(key, "free of ${" + place + "}: variables go into headers only");
  pieces_.push_back({Piece::Kind::variable, name});
}

std::string Template::filled(const Json& input, Escape escape) const {
  std::string result;
  for (const Piece& piece : pieces_) {
    switch (piece.kind) {
      case Piece::Kind::text:
        result += piece.text;
        break;
      case Piece::Kind::pointer:
        result += escaped(written(value_at(input, piece.text)), escape);
        break;
      case Piece::Kind::variable:
        result += escaped(variable(piece.text), escape);
        break;
    }
  }
  return result;
}

bool Template::holds_variable() const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [](const Piece& piece) { return piece.kind == Piece::Kind::variable; });
}

bool Template::holds_pointer() const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [](const Piece& piece) { return piece.kind == Piece::Kind::pointer; });
}

std::string Template::start() const {
  const bool begins_plain = !pieces_.empty() && pieces_.front().kind == Piece::Kind::text;
  return begins_plain ? pieces_.front().text : "";
}

std::string Template::plain() const {
  std::string text;
  for (const Piece& piece : pieces_) {
    if (piece.kind == Piece::Kind::text) text += piece.text;
  }
  return text;
}

const std::string* Template::only_pointer() const {
  const bool is_one = pieces_.size() == 1 && pieces_.front().kind == Piece::Kind::pointer;
  return is_one ? &pieces_.front().text : nullptr;
}

namespace {

void check_strings(const std::string& key, const Json& value) {
  if (value.is_string()) Template(key, value.get_ref<const std::string&>());
  if (!value.is_structured()) return;
  for (const Json& part : value) check_strings(key, part);
}

}  // namespace

BodyTemplate::BodyTemplate(const std::string& key, Json value)
    : key_(key), value_(std::move(value)) {
  check_strings(key_, value_);
}

Json BodyTemplate::filled(const Json& value, const Json& input) const {
  if (value.is_string()) {
    const Template text(key_, value.get_ref<const std::string&>());
    if (const std::string* pointer = text.only_pointer()) return value_at(input, *pointer);
    return text.filled(input, Escape::none);
  }
  Json result = value;
  if (!result.is_structured()) return result;
  for (Json& part : result) part = filled(part, input);
  return result;
}

}  // namespace tidemark::web
