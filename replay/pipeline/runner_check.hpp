#pragma once

#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/host/host.hpp"
#include "replay/pipeline/plugin_shelf.hpp"

namespace tidemark::pipeline {

/// Why an automation's runner could not be started, as one sentence.
struct RunnerFault {
  EntityId automation;
  Place place;  ///< of its replay section
  std::string text;
};

/// What would keep the inventory's runners from being started, in the order of the automations: a
/// plugin that is not there or may not be used, a configuration that a built-in plugin refuses.
/// Runs no automation, and no plugin that the workspace brings itself.
std::vector<RunnerFault> runner_faults(const change::World& world, const PluginShelf& plugins,
                                       host::Host& host);

}  // namespace tidemark::pipeline
