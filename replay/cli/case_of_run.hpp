#pragma once

#include <cstdint>
#include <string>

#include "core/ledger/ledger.hpp"
#include "replay/cli/arguments.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::cli {

/// Prints one golden case of a run that is finished, for each automation that has it, or for those
/// that are named: its scores, what went in, what came out before and what in each run of it, as
/// far as the states that the run was about are still there. Throws Error(configuration) when the
/// run has no such case.
void print_case(const Arguments& arguments, const pipeline::Workspace& workspace,
                const ledger::Past& past, std::int64_t run, const ledger::StoredRun& stored);

}  // namespace tidemark::cli
