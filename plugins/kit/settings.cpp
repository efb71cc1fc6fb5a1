#include "plugins/kit/settings.hpp"

#include <tidemark/plugin.hpp>

namespace tidemark::plugin {

void refuse(const std::string& key, const std::string& need) {
  throw sdk::Failed("'" + key + "' must be " + need);
}

Json read_settings(std::string_view json, const ReadMember& read, const std::string& known) {
  Json members;
  try {
    members = parse_json(json);
  } catch (const std::runtime_error& error) {
    throw sdk::Failed(std::string("the configuration is ") + error.what());
  }
  if (!members.is_object()) throw sdk::Failed("the configuration must be an object");
  for (const auto& [key, value] : members.items()) {
    if (!read(key, value)) throw sdk::Failed("unknown key '" + key + "' (known: " + known + ")");
  }
  return members;
}

std::string text_of(const std::string& key, const Json& value) {
  if (!value.is_string()) refuse(key, "a string");
  return value.get<std::string>();
}

bool is_json_of(const std::string& key, const Json& value) {
  const std::string kind = text_of(key, value);
  if (kind != "text" && kind != "json") refuse(key, "text or json, not '" + kind + "'");
  return kind == "json";
}

bool flag_of(const std::string& key, const Json& value) {
  if (!value.is_boolean()) refuse(key, "true or false");
  return value.get<bool>();
}

std::int64_t count_of(const std::string& key, const Json& value, std::int64_t least,
                      std::int64_t most) {
  const bool fits = value.is_number_integer() && value >= least && value <= most;
  if (!fits) {
    refuse(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return value.get<std::int64_t>();
}

std::string pointer_of(const std::string& key, const std::string& text) {
  try {
    return Json::json_pointer(text).to_string();
  } catch (const Json::exception&) {
    refuse(key, "a JSON pointer such as /ticket/text, not '" + text + "'");
  }
}

}  // namespace tidemark::plugin
