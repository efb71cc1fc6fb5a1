#pragma once

#include <vector>

#include "core/model/check.hpp"
#include "core/model/inventory.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// What makes every trial of an automation fail although its runner could be started, as far as it
/// can be seen without running anything: a program that is not there, a variable that its worker
/// would not be given, a place in a command that nothing fills. `runner` is the automation's with
/// its parameters filled in, of a built-in plugin.
std::vector<CheckFinding> runner_slips(const Workspace& workspace, const Entity& automation,
                                       const RunnerSpec& runner);

}  // namespace tidemark::pipeline
