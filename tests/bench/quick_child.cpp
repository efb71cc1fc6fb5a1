// quick_child lines|jsonl: a trivial automation that stays: it answers every line with that line,
// or with an output that is the input. It reads and writes as much at once as there is.

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>

namespace {

void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(1, text.data(), text.size());
    if (put < 0 && errno != EINTR) ::_exit(1);
    if (put > 0) text.remove_prefix(static_cast<std::size_t>(put));
  }
}

std::string answers_to(std::string_view lines, bool json) {
  constexpr std::string_view asked = ",\"input\":", answered = ",\"output\":";
  std::string all;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n') + 1;
    std::string line(lines.substr(0, end));
    if (json) line.replace(line.find(asked), asked.size(), answered);
    all += line;
    lines.remove_prefix(end);
  }
  return all;
}

}  // namespace

int main(int, char** arguments) {
  const bool json = std::string_view(arguments[1]) == "jsonl";
  std::array<char, 65536> bytes;
  std::string text;
  for (;;) {
    const ssize_t got = ::read(0, bytes.data(), bytes.size());
    if (got <= 0) return 0;
    text.append(bytes.data(), static_cast<std::size_t>(got));
    const std::size_t end = text.rfind('\n') + 1;
    write_all(answers_to(std::string_view(text).substr(0, end), json));
    text.erase(0, end);
  }
}
