#pragma once

#include "replay/cli/arguments.hpp"

namespace CLI {
class App;
}

namespace tidemark::cli {

/// Declares --from and what goes with it, for a command that takes a log.
void add_log(CLI::App& app, unsigned options, Arguments& arguments);

}  // namespace tidemark::cli
