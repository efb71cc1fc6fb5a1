#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tidemark::cli {

enum class Format { text, json };
enum class Colour { automatic, always, never };

/// What a command line said, after it was checked.
struct Arguments {
  std::string command;
  std::filesystem::path folder = ".";  ///< -C
  Format format = Format::text;
  Colour colour = Colour::automatic;
  std::vector<std::string> names;  ///< positional
  std::string base;
  std::optional<std::string> head;
  std::vector<std::string> changed;  ///< --change
  std::string diff;                  ///< --diff
  bool exact = false;                ///< --exact
  bool explain = false;              ///< --explain
  std::string at;                    ///< --at: a revision or a date; "" is now
  std::optional<std::string> ledger;
  std::optional<std::string> approvals;
  std::vector<std::string> reports;  ///< FORMAT=PATH
  std::string kind, owner;           ///< filters of list
  std::string reason, author;
  std::string expires = "90d";
  std::string lock_wait = "10s";
  bool fresh = false;
  std::string line;  ///< the command line, quoted for a shell
  int runs = 9;
  int cases = 5;  ///< worst cases shown
};

/// Which options a command takes beside the common ones; combined by |.
enum Option : unsigned {
  no_option = 0,
  takes_names = 1U << 0U,
  takes_base = 1U << 1U,
  takes_change = 1U << 2U,
  takes_ledger = 1U << 3U,
  takes_filters = 1U << 4U,
  takes_gate = 1U << 5U,
  takes_accept = 1U << 6U,
  takes_runs = 1U << 7U,
  takes_cases = 1U << 8U,
  takes_head = 1U << 9U,
  takes_trials = 1U << 10U,
  takes_diff = 1U << 11U,
  takes_at = 1U << 24U,
  takes_exact = 1U << 25U,
  takes_explain = 1U << 26U,
  takes_range = takes_base | takes_head,
};

/// A command as the table has it.
struct Command {
  const char* name;
  const char* usage;  ///< its positional arguments, for help
  const char* summary;
  unsigned options;
  int (*run)(const Arguments&);  ///< returns the exit code
};

/// Reads a command line against the table. Help and version are printed here, and then there is no
/// value. Throws Error(usage) with the nearest command or the fact.
std::optional<Arguments> parse(int argc, const char* const* argv,
                               const std::vector<Command>& commands);

}  // namespace tidemark::cli
