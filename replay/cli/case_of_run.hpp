#pragma once

#include <cstdint>
#include <string>

#include "core/ledger/ledger.hpp"
#include "replay/cli/arguments.hpp"

namespace tidemark::cli {

/// Prints one golden case of a run that is finished, for each automation that has it: its scores,
/// what went in, what came out before and what in each run of it. Throws Error(configuration) when
/// the run has no such case.
void print_case(const Arguments& arguments, const ledger::Past& past, std::int64_t run,
                const ledger::StoredRun& stored);

}  // namespace tidemark::cli
