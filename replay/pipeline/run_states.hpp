#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/ledger/ledger.hpp"
#include "replay/pipeline/judge_of.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// The states of the workspace that a finished run was about.
struct RunStates {
  std::optional<change::World> base;  ///< of a gate
  change::World head;                 ///< as it was when the run was made
  change::World now;
};

/// The states of a gate or a replay. Throws Error(configuration) when it judged a working tree that
/// is not there any more, as far as it was compared with that.
RunStates states_of(const Workspace& workspace, std::int64_t run, const ledger::StoredRun& stored);

/// By what the run judged an automation. Throws Error(configuration) when nothing says so any more.
Judge judge_then(const RunStates& states, std::int64_t run, const EntityId& id);

/// Throws Error(configuration): `fact` is why a run cannot be looked into.
[[noreturn]] void refuse_run(std::int64_t run, const std::string& fact);

}  // namespace tidemark::pipeline
