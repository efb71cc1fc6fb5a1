#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace tidemark::process {

/// Member order is the text's, so that an output looks as the automation wrote it.
using Json = nlohmann::ordered_json;

/// Reads one JSON text, nested at most 256 deep. Throws std::runtime_error with a short reason.
Json parse_json(std::string_view text);

}  // namespace tidemark::process
