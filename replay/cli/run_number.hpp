#pragma once

#include <cstdint>

#include "replay/cli/arguments.hpp"

namespace tidemark::cli {

/// The run that the command's first name means; 0 for `last`. Throws Error(usage).
std::int64_t run_number(const Arguments& arguments);

}  // namespace tidemark::cli
