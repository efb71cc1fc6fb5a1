#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidemark::cli {

enum class Format { text, json, csv, dot, mermaid, sarif, github };
enum class Colour { automatic, always, never };

/// What `record --from` is told of a log.
struct LogArguments {
  std::string from;  ///< "": no log
  std::optional<std::string> input, expect, id, tags, redact;
  std::vector<std::string> where;  ///< POINTER=VALUE
  std::size_t take = 100;
  std::uint64_t seed = 1;
  bool skip_malformed = false;
};

/// What a command line said, after it was checked.
struct Arguments {
  std::string command;
  std::filesystem::path folder = ".";  ///< -C
  Format format = Format::text;
  Colour colour = Colour::automatic;
  std::vector<std::string> names;  ///< positional
  std::string base;
  std::optional<std::string> head;
  std::vector<std::string> changed;                           ///< --change
  std::string diff;                                           ///< --diff
  std::string direction;                                      ///< --direction
  std::vector<std::pair<std::string, std::string>> contract;  ///< --contract OLD NEW
  std::vector<std::string> as;                                ///< --as: whose contracts they are
  bool exact = false;                                         ///< --exact
  bool explain_paths = false;                                 ///< --explain of changes
  std::string at;  ///< --at: a revision or a date; "" is now
  std::optional<std::string> ledger;
  std::optional<std::string> approvals;
  std::vector<std::string> reports;                              ///< FORMAT=PATH
  std::vector<std::string> kinds, owners, tiers, tags, vendors;  ///< filters, each repeatable
  std::optional<std::uint32_t> distance;                         ///< uses at most; --depth too
  std::optional<std::size_t> limit;                              ///< rows, ways or entities at most
  std::string timeout = "10s";                                   ///< of one SQL statement
  bool all = false;                                              ///< path: every way
  bool tables = false;                                           ///< sql: describe the tables
  std::string explain;                                           ///< a rule
  std::string reason, author;
  std::string expires = "90d";
  std::string lock_wait = "10s";
  bool fresh = false;
  bool dry_run = false;
  std::vector<std::string> compare;  ///< --compare: comparators
  bool full = false;
  std::optional<std::string> max_cost;  ///< US dollars
  std::optional<std::string> max_time;  ///< of the whole run
  std::string line;  ///< goes on with the run: the command line, quoted for a shell
  bool append = false;
  LogArguments log;
  int runs = 9;
  int cases = 5;                        ///< worst cases shown
  std::optional<std::string> one_case;  ///< --case: the id of one, shown in full
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
  takes_distance = 1U << 12U,
  takes_limit = 1U << 13U,
  takes_all = 1U << 14U,
  takes_sql = 1U << 15U,
  takes_drawing = 1U << 16U,
  takes_direction = 1U << 17U,
  takes_at = 1U << 18U,
  takes_check = 1U << 19U,
  takes_contract = 1U << 20U,
  takes_exact = 1U << 21U,
  takes_explain = 1U << 22U,
  takes_one_case = 1U << 23U,
  takes_budget = 1U << 26U,
  takes_dry_run = 1U << 27U,
  takes_log = 1U << 28U,
  takes_compare = 1U << 30U,
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
