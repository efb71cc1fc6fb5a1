#include "replay/report/printable.hpp"

#include <algorithm>

#include "core/text/code_points.hpp"

namespace tidemark::report {
namespace {

bool is_graphic(char c) { return c > ' ' && c <= '~'; }

std::string without_commands(std::string text) {
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

}  // namespace

std::string printable(const std::string& text, std::size_t most) {
  return without_commands(text::printable(text, most));
}

}  // namespace tidemark::report
