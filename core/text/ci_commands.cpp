#include "core/text/ci_commands.hpp"

#include <algorithm>

namespace tidemark::text {
namespace {

bool is_graphic(char c) { return c > ' ' && c <= '~'; }

/// Commands that are obeyed wherever they stand in a line.
void write_sharp_as(const char* escape, std::string& text) {
  for (const char* command : {"##[", "##vso["}) {
    for (std::size_t at = text.find(command); at != std::string::npos;
         at = text.find(command, at)) {
      text.replace(at, 1, escape);
    }
  }
}

}  // namespace

std::string without_ci_commands(std::string text) {
  const std::size_t colons = text.find("::");
  if (colons != std::string::npos && std::find_if(text.begin(), text.end(), is_graphic) ==
                                         text.begin() + static_cast<std::ptrdiff_t>(colons)) {
    text.replace(colons, 1, "\\x3a");
  }
  write_sharp_as("\\x23", text);
  return text;
}

std::string json_without_ci_commands(std::string json) {
  write_sharp_as("\\u0023", json);
  return json;
}

}  // namespace tidemark::text
