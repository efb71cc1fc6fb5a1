#include "replay/cli/run_number.hpp"

#include <charconv>

#include "core/base/error.hpp"

namespace tidemark::cli {

std::int64_t run_number(const Arguments& arguments) {
  const std::string& word = arguments.names.front();
  if (word == "last") return 0;
  std::int64_t run = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), run);
  if (fault != std::errc() || end != word.data() + word.size() || run <= 0) {
    throw Error(Fault::usage, arguments.command + " " + word +
                                  ": must be a run's number (see `tidemark runs`), or `last`");
  }
  return run;
}

}  // namespace tidemark::cli
