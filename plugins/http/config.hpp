#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/kit/extract.hpp"
#include "plugins/web/settings.hpp"

namespace tidemark::http {

using plugin::Json;

/// What the inventory says about one automation's service.
struct Config {
  std::string method = "POST";
  std::optional<web::Template> url;
  web::HeaderTemplates headers;
  std::optional<web::BodyTemplate> body;  ///< absent: the whole input
  std::optional<web::Template> text;      ///< a body that is no JSON
  bool json_output = true;
  std::string at;           ///< JSON pointer into the answer
  plugin::Extract extract;  ///< null: the answer as it is
  web::Rules rules;
};

/// Reads the configuration. Throws sdk::Failed with a sentence on anything unknown or ill-typed.
Config read_config(std::string_view json);

/// The call that a case's input makes. Throws CallFailure.
web::Request request_of(const Config& config, std::string_view input);
/// The output for the host from the body of a good answer. Throws CallFailure.
std::string output_of(const Config& config, const std::string& body);

}  // namespace tidemark::http
