#pragma once

#include <string>
#include <vector>

#include "replay/cli/world.hpp"

namespace tidemark::cli {

/// Adds what would keep the automations' runners from being started.
void check_runners(const Here& at, std::vector<std::string>& faults);

/// Adds a warning for each group of entities that stand on each other, at the place of the first.
void check_cycles(const Here& at, std::vector<std::string>& warnings);

/// The last words of `check`: how much was read, what came of it, and what to do next.
std::string check_summary(const Inventory& inventory, std::size_t faults, std::size_t warnings);

}  // namespace tidemark::cli
