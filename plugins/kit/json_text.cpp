#include "plugins/kit/json_text.hpp"

#include <simdjson.h>

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

Json input_of(std::string_view text) {
  try {
    return parse_json(text);
  } catch (const std::runtime_error& error) {
    throw CallFailure(TIDEMARK_FAILED, std::string("the input is ") + error.what());
  }
}

Json selected(std::string_view input, const std::string& pointer) {
  const Json value = input_of(input);
  try {
    return value.at(Json::json_pointer(pointer));
  } catch (const Json::exception&) {
    throw CallFailure(TIDEMARK_FAILED, "the input has nothing at '" + pointer + "'");
  }
}

std::string text_as_json(std::string_view text) {
  try {
    return Json(text).dump();
  } catch (const Json::exception&) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the output is not UTF-8");
  }
}

}  // namespace tidemark::plugin
