#pragma once

#include <string>

#include "core/json/json.hpp"
#include "replay/cli/arguments.hpp"

namespace tidemark::cli {

/// Prints one answer in the form that was asked for: `text` as it is, or `value` as indented JSON.
void print(const Arguments& arguments, const std::string& text, const json::Value& value);

/// Whether standard output wants colour: a terminal, and neither NO_COLOR nor TERM=dumb says no.
bool wants_colour(const Arguments& arguments);

/// Columns padded to their widest cell, two spaces between, without trailing spaces.
std::string table(const std::vector<std::vector<std::string>>& rows);

}  // namespace tidemark::cli
