#include "config.hpp"

#include <algorithm>
#include <tidemark/plugin.hpp>

#include "plugins/kit/settings.hpp"
#include "plugins/web/answer.hpp"

namespace tidemark::http {
namespace {

using namespace plugin;

std::string method_of(const std::string& key, const std::string& name) {
  constexpr std::string_view methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
  if (std::find(std::begin(methods), std::end(methods), name) == std::end(methods)) {
    refuse(key, "GET, POST, PUT, PATCH or DELETE, not '" + name + "'");
  }
  return name;
}

bool read_request(Config& config, const std::string& key, const Json& value) {
  if (key == "method") {
    config.method = method_of(key, text_of(key, value));
  } else if (key == "url") {
    config.url.emplace(key, text_of(key, value));
    web::check_url(key, *config.url);
  } else if (key == "headers") {
    config.headers = web::headers_of(key, value);
  } else if (key == "body" && value.is_string()) {
    config.text.emplace(key, text_of(key, value));
  } else if (key == "body") {
    config.body.emplace(key, value);
  } else {
    return false;
  }
  return true;
}

bool read_answer(Config& config, const std::string& key, const Json& value) {
  if (key == "output") {
    config.json_output = is_json_of(key, value);
  } else if (key == "at") {
    config.at = pointer_of(key, text_of(key, value));
  } else if (key == "extract") {
    config.extract = pattern_of(key, text_of(key, value));
  } else if (key == "echoes") {
    if (!value.is_object()) refuse(key, "a map of JSON pointers and texts");
    for (const auto& [at, text] : value.items()) {
      config.echoes.emplace_back(pointer_of(key, at), web::Template(key, text_of(key, text)));
    }
  } else {
    return false;
  }
  return true;
}

void check(const Config& config) {
  if (!config.url) throw sdk::Failed("'url' is missing");
  if (config.extract && config.json_output) {
    throw sdk::Failed("'extract' reads text, so it needs output: text");
  }
  if (!config.at.empty() && !config.json_output) {
    throw sdk::Failed("'at' reads JSON, so it needs output: json");
  }
  if (!config.echoes.empty() && !config.json_output) {
    throw sdk::Failed("'echoes' reads JSON, so it needs output: json");
  }
  if (config.method == "GET" && (config.body || config.text)) {
    throw sdk::Failed("method: GET has no body");
  }
}

bool is_called(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return (a | 0x20) == (b | 0x20); });
}

const web::Header* header_called(const std::vector<web::Header>& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const web::Header& header) {
    return is_called(header.name, name);
  });
  return found == headers.end() ? nullptr : &*found;
}

/// How values are written into a text, by the type that it says it has.
web::Escape escape_for(std::string_view type) {
  if (type.find("json") != std::string_view::npos) return web::Escape::json;
  if (type.find("x-www-form-urlencoded") != std::string_view::npos) return web::Escape::url;
  return web::Escape::none;
}

void add_body(const Config& config, std::string_view whole, const Json& input,
              web::Request& request) {
  if (config.method == "GET" || (config.method == "DELETE" && !config.body && !config.text)) return;
  const web::Header* type = header_called(request.headers, "content-type");
  if (config.text) {
    request.body =
        config.text->filled(input, escape_for(type == nullptr ? "application/json" : type->value));
  } else if (config.body) {
    request.body = config.body->filled(input).dump(-1, ' ', false, Json::error_handler_t::replace);
  } else {
    request.body = whole;
  }
  if (type == nullptr) request.headers.push_back({"content-type", "application/json"});
}

std::string written(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void check_echo(const Json& answer, const Echo& echo) {
  const Json::json_pointer at(echo.at);
  const std::string found = answer.contains(at) ? written(answer.at(at)) : "";
  if (found == echo.text) return;
  throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the answer is another case's: at '" + echo.at +
                                                 "' is '" + found + "', not '" + echo.text + "'");
}

/// Whether parts of the input are wanted; the whole is sent as it is.
bool wants_parts(const Config& config) {
  return config.url->holds_pointer() || config.body || config.text ||
         std::any_of(config.headers.begin(), config.headers.end(),
                     [](const auto& header) { return header.second.holds_pointer(); });
}

}  // namespace

Config read_config(std::string_view json) {
  Config config;
  const auto read = [&](const std::string& key, const Json& value) {
    return read_request(config, key, value) || read_answer(config, key, value) ||
           web::read_rule(config.rules, key, value);
  };
  read_settings(
      json, read,
      std::string("method, url, headers, body, output, at, extract, echoes, ") + web::rule_keys);
  check(config);
  return config;
}

web::Request request_of(const Config& config, std::string_view text) {
  const Json input = wants_parts(config) ? input_of(text) : Json();
  web::Request request{config.method,
                       config.url->filled(input, web::Escape::url),
                       web::filled(config.headers, input),
                       {}};
  add_body(config, text, input, request);
  return request;
}

std::vector<Echo> echoes_of(const Config& config, std::string_view text) {
  std::vector<Echo> echoes;
  if (config.echoes.empty()) return echoes;
  const Json input = input_of(text);
  for (const auto& [at, value] : config.echoes) {
    echoes.push_back({at, value.filled(input, web::Escape::none)});
  }
  return echoes;
}

std::string output_of(const Config& config, const std::string& body,
                      const std::vector<Echo>& echoes) {
  if (config.extract) return extracted(config.extract, body);
  if (!config.json_output) return text_as_json(body);
  web::check_start(body);
  // As it is: a number of many digits stays what it is.
  if (config.at.empty() && echoes.empty() && plugin::is_json(body)) return body;
  const Json answer = web::json_of(body);
  for (const Echo& echo : echoes) check_echo(answer, echo);
  if (config.at.empty()) return body;
  try {
    return answer.at(Json::json_pointer(config.at)).dump();
  } catch (const Json::exception&) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the answer has nothing at '" + config.at + "'");
  }
}

}  // namespace tidemark::http
