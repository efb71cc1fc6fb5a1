#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace tidemark::plugin {

/// Member order is the text's, so that an output looks as the automation wrote it.
using Json = nlohmann::ordered_json;

/// Reads one JSON text, nested at most 256 deep. Throws std::runtime_error with a short reason.
Json parse_json(std::string_view text);

/// Whether the text is one JSON value.
bool is_json(std::string_view text);

/// The text of a JSON string that stands between its quotes just as it is, without an escape and in
/// ASCII; of anything else nothing.
std::optional<std::string_view> plain_string(std::string_view json);

/// A case's input. Throws CallFailure.
Json input_of(std::string_view text);

/// What a case's input holds at a JSON pointer. Throws CallFailure.
Json selected(std::string_view input, const std::string& pointer);

/// The text as a JSON string. Throws CallFailure when it is not UTF-8.
std::string text_as_json(std::string_view text);

}  // namespace tidemark::plugin
