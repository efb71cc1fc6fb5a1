#include "plugins/kit/json_text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <stdexcept>

#include "plugins/kit/call_failure.hpp"

namespace tidemark::plugin {
namespace {

constexpr int deepest = 256;

/// Writing a value recurses, so that depth must be bounded before a value exists.
int depth_of(std::string_view text) {
  int depth = 0;
  int most = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        quoted = false;
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == '[' || text[i] == '{') {
      most = std::max(most, ++depth);
    } else if (text[i] == ']' || text[i] == '}') {
      --depth;
    }
  }
  return most;
}

/// Whether JSON writes the text just as it is, between quotes.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

}  // namespace

Json parse_json(std::string_view text) {
  if (depth_of(text) > deepest) throw std::runtime_error("nested too deep");
  try {
    return Json::parse(text);
  } catch (const Json::exception&) {
    throw std::runtime_error("not JSON");
  }
}

bool is_json(std::string_view text) {
  thread_local simdjson::dom::parser parser;
  if (parser.parse(text.data(), text.size()).error() == simdjson::SUCCESS) return true;
  // It has its bounds, which JSON has not: of depth, of whole numbers.
  return Json::accept(text);
}

std::optional<std::string_view> plain_string(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') return std::nullopt;
  const std::string_view text = json.substr(1, json.size() - 2);
  if (!is_plain(text)) return std::nullopt;
  return text;
}

Json input_of(std::string_view text) {
  if (const auto plain = plain_string(text)) return *plain;
  try {
    return parse_json(text);
  } catch (const std::runtime_error& error) {
    throw CallFailure(TIDEMARK_FAILED, std::string("the input is ") + error.what());
  }
}

Json selected(std::string_view input, const std::string& pointer) {
  Json value = input_of(input);
  if (pointer.empty()) return value;
  try {
    return value.at(Json::json_pointer(pointer));
  } catch (const Json::exception&) {
    throw CallFailure(TIDEMARK_FAILED, "the input has nothing at '" + pointer + "'");
  }
}

std::string text_as_json(std::string_view text) {
  if (is_plain(text)) return '"' + std::string(text) + '"';
  try {
    return Json(text).dump();
  } catch (const Json::exception&) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the output is not UTF-8");
  }
}

}  // namespace tidemark::plugin
