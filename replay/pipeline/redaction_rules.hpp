#pragma once

#include <string>
#include <string_view>

#include "replay/harvest/redaction.hpp"

namespace tidemark::pipeline {

/// Beside tidemark.yaml; read whenever it is there.
inline constexpr const char* redaction_rules_path = "tidemark.redact.yaml";

/// Adds what a file says of redaction to `rules`: `patterns` (kind to RE2), `places` (JSON pointer
/// to kind, `*` for any token) and `keep` (kinds that stay). Throws Error(configuration) with all
/// complaints.
void read_redaction_rules(std::string_view text, const std::string& path,
                          harvest::RedactionRules& rules);

}  // namespace tidemark::pipeline
