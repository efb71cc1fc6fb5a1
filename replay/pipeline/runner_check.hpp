#pragma once

#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/host/host.hpp"
#include "replay/pipeline/plugin_shelf.hpp"

namespace tidemark::pipeline {

/// What would keep the inventory's runners from being started, a sentence with its place each: a
/// plugin that is not there or may not be used, a configuration that a built-in plugin refuses.
/// Runs no automation, and no plugin that the workspace brings itself.
std::vector<std::string> runner_faults(const change::World& world, const PluginShelf& plugins,
                                       host::Host& host);

}  // namespace tidemark::pipeline
