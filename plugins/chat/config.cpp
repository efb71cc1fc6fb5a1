#include "config.hpp"

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>
#include <tidemark/plugin.hpp>

#include "plugins/kit/settings.hpp"

namespace tidemark::chat {
namespace {

using namespace plugin;

constexpr std::size_t largest_prompt = std::size_t{4} << 20U;

Api api_of(const std::string& name) {
  if (name == "openai") return Api::openai;
  if (name == "anthropic") return Api::anthropic;
  refuse("api", "openai or anthropic, not '" + name + "'");
}

OutputKind kind_of(const std::string& name) {
  if (name == "text") return OutputKind::text;
  if (name == "json") return OutputKind::json;
  if (name == "message") return OutputKind::message;
  refuse("output", "text, json or message, not '" + name + "'");
}

std::string url_of(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  if (url.find("${") != std::string::npos) refuse("url", "free of ${: every case has the same");
  web::check_url("url", web::Template("url", url + '/'));
  return url;
}

std::string prompt_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse("prompt", "a file with text: " + path + ": " + std::strerror(errno));
  std::ostringstream text;
  if (!(text << file.rdbuf())) refuse("prompt", "a file with text, not '" + path + "'");
  if (text.view().size() > largest_prompt) refuse("prompt", "a file of at most 4 MiB");
  try {
    static_cast<void>(Json(text.str()).dump());
  } catch (const Json::type_error&) {
    refuse("prompt", "UTF-8: " + path);
  }
  return text.str();
}

/// A number, or the text of one: a parameter of tidemark is a text.
double amount_of(const std::string& key, const Json& value) {
  double amount = -1;
  if (value.is_number()) amount = value.get<double>();
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (error != std::errc() || stop != text.data() + text.size()) amount = -1;
  }
  if (!std::isfinite(amount) || amount < 0) refuse(key, "USD for a million tokens, such as 0.25");
  return amount;
}

Price price_of(const Json& value) {
  if (!value.is_object()) refuse("price", "a map of input and output");
  Price price;
  for (const auto& [key, amount] : value.items()) {
    if (key != "input" && key != "output") refuse("price", "a map of input and output");
    (key == "input" ? price.input : price.output) = amount_of("price/" + key, amount);
  }
  // A kind of token without a price would cost nothing, and a budget would hold too little back.
  if (value.size() != 2) refuse("price", "a map of input and output, 0 for what costs nothing");
  return price;
}

Json parameters_of(const Json& value) {
  if (!value.is_object()) refuse("parameters", "a map");
  for (const char* key : {"model", "messages", "system", "tools", "stream", "n"}) {
    if (value.contains(key)) refuse("parameters", "free of '" + std::string(key) + "'");
  }
  return value;
}

Json messages_of(const Json& value) {
  if (!value.is_string() && !value.is_array()) {
    refuse("messages", "a list of {role, content}, or one ${/json/pointer} to it");
  }
  return value;
}

bool read_service(Config& config, const std::string& key, const Json& value) {
  if (key == "api") {
    config.api = api_of(text_of(key, value));
  } else if (key == "url") {
    config.url = url_of(text_of(key, value));
  } else if (key == "key_env") {
    config.key_env = text_of(key, value);
  } else if (key == "anthropic_version") {
    config.anthropic_version = text_of(key, value);
  } else if (key == "headers") {
    config.headers = web::headers_of(key, value);
  } else if (key == "price") {
    config.price = price_of(value);
  } else {
    return web::read_rule(config.rules, key, value);
  }
  return true;
}

bool read_question(Config& config, const std::string& key, const Json& value) {
  if (key == "model") {
    config.model = text_of(key, value);
  } else if (key == "prompt") {
    config.prompt.emplace(key, prompt_in(text_of(key, value)));
  } else if (key == "messages") {
    config.messages.emplace(key, messages_of(value));
  } else if (key == "parameters") {
    config.parameters = parameters_of(value);
  } else if (key == "tools") {
    if (!value.is_array()) refuse(key, "a list");
    config.tools = value;
  } else if (key == "schema") {
    if (!value.is_object()) refuse(key, "a JSON Schema");
    config.schema = value;
  } else if (key == "output") {
    config.output = kind_of(text_of(key, value));
  } else if (key == "extract") {
    config.extract = pattern_of(key, text_of(key, value));
  } else {
    return false;
  }
  return true;
}

void check(const Config& config) {
  if (config.url.empty()) throw sdk::Failed("'url' is missing");
  if (config.model.empty()) throw sdk::Failed("'model' is missing");
  if (config.api == Api::anthropic && !config.parameters.contains("max_tokens")) {
    throw sdk::Failed("api: anthropic needs parameters: {max_tokens: ...}");
  }
  if (!config.schema.is_null() && config.parameters.contains("output_config") &&
      !config.parameters["output_config"].is_object()) {
    throw sdk::Failed("'parameters/output_config' must be a map");
  }
  if (config.extract && config.kind() != OutputKind::text) {
    throw sdk::Failed("'extract' reads text, so it needs output: text");
  }
}

}  // namespace

OutputKind Config::kind() const {
  return output.value_or(schema.is_null() ? OutputKind::text : OutputKind::json);
}

Config read_config(std::string_view json) {
  Config config;
  const auto read = [&](const std::string& key, const Json& value) {
    return read_service(config, key, value) || read_question(config, key, value);
  };
  read_settings(json, read,
                std::string("api, url, key_env, model, prompt, messages, parameters, tools, "
                            "schema, output, extract, price, headers, anthropic_version, ") +
                    web::rule_keys);
  check(config);
  return config;
}

}  // namespace tidemark::chat
