#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/change/changes.hpp"
#include "replay/pipeline/session.hpp"

namespace tidemark::pipeline {

/// Whether a run follows from what was recorded and accepted, or writes it.
enum class Records { read, written };

/// What makes a run over this state of the workspace the same as another: its files by whose they
/// are (`files of model:x`, `golden sets`, `inventory`, `other files`, ...), the plugins, and
/// tidemark itself. What the run writes is left out. A caller adds what it was asked.
ledger::RunParts run_parts(const change::World& world, const Parts& parts, Records records);

/// Those of them that are files.
ledger::RunParts file_parts(const change::World& world, Records records);

/// The hash of the part called so; "" when there is none.
std::string part_called(const std::string& name, const ledger::RunParts& parts);

/// The part that says what was asked of a command.
std::pair<std::string, std::string> question(const std::string& command,
                                             const std::vector<std::string>& names);

/// Sorts the parts, as a RunStart wants them.
ledger::RunParts sorted(ledger::RunParts parts);

}  // namespace tidemark::pipeline
