#pragma once

#include <string>

namespace tidemark::text {

/// A text that starts a line of output, made inert for the log of a CI, which obeys what it reads:
/// GitHub a line that begins with `::`, and it and Azure `##[` and `##vso[` anywhere.
std::string without_ci_commands(std::string text);

/// The same for JSON text, which says the same afterwards.
std::string json_without_ci_commands(std::string json);

}  // namespace tidemark::text
