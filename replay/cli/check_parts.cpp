#include "replay/cli/check_parts.hpp"

#include <algorithm>

#include "core/graph/dependency_graph.hpp"
#include "core/text/counted.hpp"
#include "replay/pipeline/runner_check.hpp"

namespace tidemark::cli {
namespace {

/// Entities of a cycle that are named; a longer one is told by its first ones and its length.
constexpr std::size_t most_named = 6;

std::string walk_text(const std::vector<EntityId>& cycle) {
  const std::size_t size = cycle.size() - 1;  // the first comes again at the end
  std::string text = to_string(cycle.front());
  for (std::size_t i = 1; i < std::min(size, most_named); ++i) {
    text += " uses " + to_string(cycle[i]);
  }
  if (size > most_named) text += " uses ... (" + std::to_string(size - most_named) + " more)";
  return text + " uses " + to_string(cycle.back());
}

bool is_replayed(const Entity& entity) { return entity.replay.has_value(); }

std::string next_step(const Inventory& inventory) {
  const auto& entities = inventory.entities;
  const bool replayed = std::any_of(entities.begin(), entities.end(), is_replayed);
  return replayed ? "Next: `tidemark replay` runs the golden inputs, `tidemark gate --base REV` "
                    "judges a change\n"
                  : "Next: give an automation a `replay` section, so that its behaviour can be "
                    "tested\n";
}

}  // namespace

void check_runners(const Here& at, std::vector<std::string>& faults) {
  const auto& entities = at.world.inventory.entities;
  if (std::none_of(entities.begin(), entities.end(), is_replayed)) return;
  const auto host = real_host();
  const auto found = pipeline::runner_faults(at.world, {real_plugins(), at.workspace.root}, *host);
  faults.insert(faults.end(), found.begin(), found.end());
}

void check_cycles(const Here& at, std::vector<std::string>& warnings) {
  for (const auto& cycle : DependencyGraph(at.world.inventory).cycles()) {
    const Entity* first = at.world.inventory.find(cycle.front());
    warnings.push_back(to_string(first->place) + ": cycle: " + walk_text(cycle));
  }
}

std::string check_summary(const Inventory& inventory, std::size_t faults, std::size_t warnings) {
  if (faults != 0) return "wrong: " + std::to_string(faults) + "\n";
  const std::string read = text::counted(inventory.entities.size(), "entity", "entities") + " in " +
                           text::counted(inventory.sources.size(), "file", "files");
  if (warnings != 0) {
    return read + ", no errors, " + text::counted(warnings, "warning", "warnings") + "\n";
  }
  return read + ", nothing wrong\n" + next_step(inventory);
}

}  // namespace tidemark::cli
