#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/kit/extract.hpp"
#include "plugins/web/settings.hpp"

namespace tidemark::chat {

using plugin::Json;

enum class Api { openai, anthropic };

/// What a model's answer becomes.
enum class OutputKind {
  text,     ///< its text, a JSON string
  json,     ///< its text, which is JSON
  message,  ///< {"text", "tools": [{"name", "input"}]}
};

/// USD for a million tokens.
struct Price {
  double input = 0;
  double output = 0;
};

/// What the inventory says about one automation's model.
struct Config {
  Api api = Api::openai;
  std::string url;      ///< without the last part, which is the api's
  std::string key_env;  ///< "" sends no key
  std::string anthropic_version = "2023-06-01";
  std::string model;
  std::optional<web::Template> prompt;  ///< what the prompt file holds
  std::optional<web::BodyTemplate> messages;
  Json parameters = Json::object();
  Json tools;   ///< null, or in the api's own form
  Json schema;  ///< null, or a JSON Schema of the answer
  web::HeaderTemplates headers;
  std::optional<OutputKind> output;
  plugin::Extract extract;
  std::optional<Price> price;
  web::Rules rules;

  /// What `output` and `schema` say together.
  OutputKind kind() const;
};

/// Reads the configuration, and the prompt file. Throws sdk::Failed with a sentence.
Config read_config(std::string_view json);

}  // namespace tidemark::chat
