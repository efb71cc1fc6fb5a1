#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "plugins/kit/json_text.hpp"
#include "plugins/web/client.hpp"
#include "plugins/web/template.hpp"

/// The settings that every plugin which speaks HTTP has. All throw sdk::Failed naming the key.
namespace tidemark::web {

using HeaderTemplates = std::vector<std::pair<std::string, Template>>;

/// Takes `ca_file`, `stall`, `max_bytes` and `keep_alive`. False when the key is none of them.
bool read_rule(Rules& rules, const std::string& key, const Json& value);
inline constexpr const char* rule_keys = "ca_file, stall, max_bytes, keep_alive";

/// `headers`: a map of names and texts.
HeaderTemplates headers_of(const std::string& key, const Json& value);
/// Throws CallFailure. Those that hold a variable are secret.
std::vector<Header> filled(const HeaderTemplates& headers, const Json& input);

/// Refuses what is no http or https URL whose host is written out.
void check_url(const std::string& key, const Template& url);

}  // namespace tidemark::web
