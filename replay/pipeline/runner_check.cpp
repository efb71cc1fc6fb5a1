#include "replay/pipeline/runner_check.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/base/error.hpp"
#include "core/graph/dependency_graph.hpp"
#include "replay/pipeline/parameters.hpp"

namespace tidemark::pipeline {
namespace {

/// A pin in a built-in plugin's name is wrong at its own place, not at every runner's.
bool is_built_in_and_pinned(const Judge& judge, const PluginShelf& plugins) {
  const std::string& id = judge.replay.runner.plugin;
  const auto is_called = [&](const auto& one) { return one.id == id; };
  return std::any_of(judge.plugins.begin(), judge.plugins.end(), is_called) &&
         std::any_of(plugins.built_in.begin(), plugins.built_in.end(), is_called);
}

/// What the plugin says against the runner, or "".
std::string fault_of(const Judge& judge, const PluginShelf& plugins, host::Host& host) {
  const RunnerSpec& runner = judge.replay.runner;
  if (is_built_in_and_pinned(judge, plugins)) return "";
  try {
    const host::PluginFile file = plugins.find(judge, runner.plugin);
    host::check_plugin_file(file);
    if (file.built_in) host.open({file, runner.config, {}, plugins.folder});
    return "";
  } catch (const Error& error) {
    if (error.fault() != Fault::configuration && error.fault() != Fault::security) throw;
    return error.what();
  }
}

/// What is wrong with the entities that the runner names, or "".
std::string fault_of(const Parameterized& filled, const EntityId& automation,
                     const change::World& world, std::optional<DependencyGraph>& graph) {
  if (!filled.fault.empty() || filled.named.empty()) return filled.fault;
  if (!graph) graph.emplace(world.inventory);
  const auto used = graph->dependencies(automation);
  for (const EntityId& id : filled.named) {
    const bool is_used =
        std::any_of(used.begin(), used.end(), [&](const auto& one) { return one.entity == id; });
    if (!is_used) {
      return "the runner names " + to_string(id) + ", which " + to_string(automation) +
             " does not use (add it to its uses)";
    }
  }
  return "";
}

/// What the plugin says, without the place that the finding has anyway.
std::string unplaced(const Place& place, const std::string& fault) {
  const std::string prefix = to_string(place) + ": ";
  return fault.starts_with(prefix) ? fault.substr(prefix.size()) : fault;
}

}  // namespace

std::vector<RunnerFault> runner_faults(const change::World& world, const PluginShelf& plugins,
                                       host::Host& host) {
  // Many automations are run alike, and asking takes a process each time.
  std::map<std::pair<std::string, std::string>, std::string> known;
  std::optional<DependencyGraph> graph;  // few runners name entities
  std::vector<RunnerFault> faults;
  for (const Entity& entity : world.inventory.entities) {
    if (!entity.replay) continue;
    Judge judge;
    judge.replay = *entity.replay;
    judge.plugins = world.inventory.plugins;
    const Parameterized filled = with_parameters(entity.replay->runner, world.inventory);
    if (std::string fault = fault_of(filled, entity.id, world, graph); !fault.empty()) {
      faults.push_back({entity.id, judge.replay.place, std::move(fault)});
      continue;
    }
    judge.replay.runner = filled.runner;
    const auto [found, is_new] =
        known.try_emplace({judge.replay.runner.plugin, judge.replay.runner.config}, "");
    if (is_new) found->second = fault_of(judge, plugins, host);
    if (found->second.empty()) continue;
    const Place& place = judge.replay.place;
    faults.push_back({entity.id, place, unplaced(place, found->second)});
  }
  return faults;
}

}  // namespace tidemark::pipeline
