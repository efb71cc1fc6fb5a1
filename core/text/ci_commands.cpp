#include "core/text/ci_commands.hpp"

#include <algorithm>

namespace tidemark::text {
namespace {

bool is_graphic(char c) { return c > ' ' && c <= '~'; }

}  // namespace

std::string without_ci_commands(std::string text) {
  const std::size_t colons = text.find("::");
  if (colons != std::string::npos && std::find_if(text.begin(), text.end(), is_graphic) ==
                                         text.begin() + static_cast<std::ptrdiff_t>(colons)) {
    text.replace(colons, 1, "\\x3a");
  }
  for (const char* command : {"##[", "##vso["}) {
    for (std::size_t at = text.find(command); at != std::string::npos; at = text.find(command)) {
      text.replace(at, 1, "\\x23");
    }
  }
  return text;
}

}  // namespace tidemark::text
