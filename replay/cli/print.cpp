#include "replay/cli/print.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <span>
#include <string_view>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/fault_point.hpp"
#include "core/base/parallel.hpp"
#include "core/text/ci_commands.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::cli {

std::string inert(std::string text) {
  // Most texts have nothing that a line could begin a command with.
  if (text.find("::") == std::string::npos && text.find("##") == std::string::npos) return text;
  std::string result;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size() - 1);
    result += text::without_ci_commands(text.substr(start, end - start + 1));
    start = end + 1;
  }
  return result;
}

void write_out(const std::string& bytes) {
  errno = fault_point("output.write");
  if (errno != 0) std::cout.setstate(std::ios::badbit);
  std::cout << bytes << std::flush;
  if (!std::cout && errno == EPIPE) throw OutputClosed();
  if (!std::cout) {
    const int why = errno;
    throw Error(Fault::store, "standard output cannot be written" +
                                  (why == 0 ? "" : ": " + std::string(std::strerror(why))));
  }
}

namespace {

using Row = std::vector<std::string>;

/// Code points of a text that is valid UTF-8.
std::size_t width_of(std::string_view text) {
  const auto further = [](std::string_view bytes) {
    return std::count_if(bytes.begin(), bytes.end(), text::is_continuation);
  };
  std::size_t width = text.size();
  // Most texts are ASCII, which is told by eight bytes at a time.
  std::uint64_t word = 0;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    if ((word & 0x8080808080808080U) == 0) continue;
    width -= static_cast<std::size_t>(further(text.substr(0, sizeof word)));
  }
  return width - static_cast<std::size_t>(further(text));
}

using Widths = std::vector<std::size_t>;

void widen(Widths& widths, std::size_t column, std::size_t width) {
  if (widths.size() <= column) widths.resize(column + 1);
  widths[column] = std::max(widths[column], width);
}

Widths widths_of(std::span<const Row> rows) {
  Widths widths;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widen(widths, i, width_of(row[i]));
  }
  return widths;
}

Widths widest(const std::vector<Widths>& all) {
  Widths widths;
  for (const Widths& some : all) {
    for (std::size_t i = 0; i < some.size(); ++i) widen(widths, i, some[i]);
  }
  return widths;
}

std::string lines_of(std::span<const Row> rows, const Widths& widths) {
  std::string lines;
  for (const Row& row : rows) {
    const std::size_t start = lines.size();
    for (std::size_t i = 0; i < row.size(); ++i) {
      lines += row[i];
      lines.append(widths[i] - width_of(row[i]) + 2, ' ');
    }
    // A line never loses more than its own spaces.
    lines.resize(std::max(start, lines.find_last_not_of(' ') + 1));
    lines += '\n';
  }
  return lines;
}

}  // namespace

void print_text(std::string text) { write_out(inert(std::move(text))); }

void print_json(const json::Value& value) {
  write_out(text::json_without_ci_commands(json::dump_pretty(value)) + "\n");
}

void print(const Arguments& arguments, const std::string& text, const json::Value& value) {
  if (arguments.format == Format::json) {
    print_json(value);
  } else {
    print_text(text);
  }
}

void print_note(const std::string& sentence) {
  std::cerr << inert("tidemark: " + sentence + "\n") << std::flush;
}

bool wants_colour(const Arguments& arguments) {
  if (arguments.colour != Colour::automatic) return arguments.colour == Colour::always;
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  return ::isatty(STDOUT_FILENO) == 1;
}

std::string joined(const std::vector<std::string>& words, const std::string& none) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? none : text;
}

json::Value json_or_null(const std::string& text) {
  return text.empty() ? json::Value() : json::Value(text);
}

json::Array texts(const std::vector<std::string>& words) { return {words.begin(), words.end()}; }

std::string table(const std::vector<Row>& rows, std::string above) {
  constexpr std::size_t in_a_part = 512;  // rows that one core writes at a time
  std::vector<std::string> parts((rows.size() + in_a_part - 1) / in_a_part);
  const auto rows_of = [&](std::size_t part) {
    const std::size_t first = part * in_a_part, count = std::min(in_a_part, rows.size() - first);
    return std::span(rows).subspan(first, count);
  };
  std::vector<Widths> of_parts(parts.size());
  on_all_cores(parts.size(), [&](std::size_t i) { of_parts[i] = widths_of(rows_of(i)); });
  const Widths widths = widest(of_parts);
  on_all_cores(parts.size(), [&](std::size_t i) { parts[i] = lines_of(rows_of(i), widths); });
  std::size_t size = above.size();
  for (const std::string& part : parts) size += part.size();
  above.reserve(size);
  for (const std::string& part : parts) above += part;
  return above;
}

}  // namespace tidemark::cli
