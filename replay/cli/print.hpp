#pragma once

#include <exception>
#include <string>

#include "core/json/json.hpp"
#include "replay/cli/arguments.hpp"

namespace tidemark::cli {

/// Nobody reads standard output any more.
struct OutputClosed : std::exception {
  const char* what() const noexcept override { return "standard output is closed"; }
};

/// The text with every line made inert that a CI would take for a command of its own.
std::string inert(std::string text);

/// Prints one answer in the form that was asked for: `text`, made inert, or `value` as indented
/// JSON. Throws OutputClosed, or Error(store) when it cannot be written: what was
/// made is kept for the same command again.
void print(const Arguments& arguments, const std::string& text, const json::Value& value);

/// The same for one form, where making the other would cost time.
void print_text(std::string text);
void print_json(const json::Value& value);

/// What a reader of standard output must not miss and what is no part of the answer, on standard
/// error.
void print_note(const std::string& sentence);

/// Writes bytes to standard output as they are; throws as print does. For formats in which nothing
/// from outside can be a command.
void write_out(const std::string& bytes);

/// Whether standard output wants colour: a terminal, and neither NO_COLOR nor TERM=dumb says no.
bool wants_colour(const Arguments& arguments);

/// The words with a comma between; `none` when there are none.
std::string joined(const std::vector<std::string>& words, const std::string& none = "");

/// The parts of answers in JSON that many of them have: null for "", and a list of texts.
json::Value json_or_null(const std::string& text);
json::Array texts(const std::vector<std::string>& words);

/// Columns padded to their widest cell, two spaces between, without trailing spaces; below the
/// text `above`.
std::string table(const std::vector<std::vector<std::string>>& rows, std::string above = "");

}  // namespace tidemark::cli
