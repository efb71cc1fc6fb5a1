#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/kit/extract.hpp"
#include "plugins/web/settings.hpp"

namespace tidemark::http {

using plugin::Json;

/// What an answer must hold to be the answer of one case.
struct Echo {
  std::string at;    ///< JSON pointer into the answer
  std::string text;  ///< of the value there
};

/// What the inventory says about one automation's service.
struct Config {
  std::string method = "POST";
  std::optional<web::Template> url;
  web::HeaderTemplates headers;
  std::optional<web::BodyTemplate> body;  ///< absent: the whole input
  std::optional<web::Template> text;      ///< a body that is no JSON
  bool json_output = true;
  std::string at;                                             ///< JSON pointer into the answer
  plugin::Extract extract;                                    ///< null: the answer as it is
  std::vector<std::pair<std::string, web::Template>> echoes;  ///< JSON pointers and texts
  web::Rules rules;
};

/// Reads the configuration. Throws sdk::Failed with a sentence on anything unknown or ill-typed.
Config read_config(std::string_view json);

/// The call that a case's input makes. Throws CallFailure.
web::Request request_of(const Config& config, std::string_view input);
/// What the answer to that call repeats of the input. Throws CallFailure.
std::vector<Echo> echoes_of(const Config& config, std::string_view input);
/// The output for the host from the body of a good answer. Throws CallFailure, also when it is the
/// answer of another case.
std::string output_of(const Config& config, const std::string& body,
                      const std::vector<Echo>& echoes);

}  // namespace tidemark::http
