#pragma once

#include <string>

#include "replay/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tidemark::cli {

/// Declares --kind, --owner, --tier, --tag and --vendor for a command that takes filters.
void add_filters(CLI::App& app, unsigned options, Arguments& arguments);
/// Declares how far and how much a question may go, as far as the command takes it.
void add_bounds(CLI::App& app, unsigned options, Arguments& arguments);

/// The format called `word` of a command with these options, or Error(usage) naming those it has.
Format format_named(const std::string& word, unsigned options);
/// "How to print: text (default), json or csv".
std::string format_help(unsigned options);

}  // namespace tidemark::cli
