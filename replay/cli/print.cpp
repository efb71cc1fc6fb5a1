#include "replay/cli/print.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/fault_point.hpp"
#include "core/text/ci_commands.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::cli {

std::string inert(const std::string& text) {
  std::string result;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size() - 1);
    result += text::without_ci_commands(text.substr(start, end - start + 1));
    start = end + 1;
  }
  return result;
}

void print(const Arguments& arguments, const std::string& text, const json::Value& value) {
  errno = fault_point("output.write");
  if (errno != 0) std::cout.setstate(std::ios::badbit);
  std::cout << (arguments.format == Format::json ? json::dump_pretty(value) + "\n" : inert(text))
            << std::flush;
  if (!std::cout && errno == EPIPE) throw OutputClosed();
  if (!std::cout) {
    const int why = errno;
    throw Error(Fault::store, "standard output cannot be written" +
                                  (why == 0 ? "" : ": " + std::string(std::strerror(why))));
  }
}

bool wants_colour(const Arguments& arguments) {
  if (arguments.colour != Colour::automatic) return arguments.colour == Colour::always;
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  return ::isatty(STDOUT_FILENO) == 1;
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], text::code_points(row[i]).size());
    }
  }
  std::string result;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      line.append(widths[i] - text::code_points(row[i]).size() + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
  }
  return result;
}

}  // namespace tidemark::cli
