#pragma once

#include <vector>

#include "core/model/inventory.hpp"
#include "replay/run/batch.hpp"

namespace tidemark::pipeline {

/// What the automation's runner shares with other runners: the vendors of the models and services
/// that it stands on, whatever of these has a `rate_limit`, and this machine, unless it only waits
/// for others. Sorted by name.
std::vector<run::Share> shares_of(const Inventory& inventory, const Entity& automation);

/// Who may answer the automation's calls, so that an outage can be theirs: models, services and
/// systems that it stands on and that are not in the repository, and their vendors. Sorted.
std::vector<std::string> servers_of(const Inventory& inventory, const Entity& automation);

inline constexpr const char* this_machine = "this machine";

}  // namespace tidemark::pipeline
