#include "replay/pipeline/closure.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/change/belongings.hpp"
#include "core/json/json.hpp"
#include "replay/pipeline/parameters.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {
namespace {

/// Whom to ask, where to read about it, on which terms, and when to raise an alarm: none of it
/// changes what an automation does.
const std::set<std::string> words_only = {"contact", "status", "changelog", "contract", "alerts"};

/// A probe that looks elsewhere would observe something else; so it is part of the state.
json::Value probe_part(const ProbeSpec& probe) {
  return json::Object{{"plugin", probe.plugin},
                      {"url", probe.url},
                      {"key_env", probe.key_env},
                      {"config", json::parse(probe.config, "probe")}};
}

json::Value entity_part(const Entity& entity) {
  json::Object attributes;
  for (const auto& [name, value] : entity.attributes) {
    if (!words_only.contains(name.substr(0, name.find('.')))) attributes.emplace_back(name, value);
  }
  if (entity.probe) attributes.emplace_back("probe", probe_part(*entity.probe));
  json::Array uses;
  for (const Use& use : entity.uses) uses.emplace_back(to_string(use.target));
  return json::Object{{"version", entity.version},
                      {"attributes", std::move(attributes)},
                      {"floating", entity.floating},
                      {"deterministic", entity.deterministic},
                      {"uses", std::move(uses)}};
}

/// A link whose text equals a file's content has the file's blob, but not its meaning.
json::Value file_part(const git::File& file) {
  json::Array part = {file.path, file.blob, file.executable};
  if (file.symlink) part.emplace_back("symlink");
  if (file.submodule) part.emplace_back("submodule");
  return part;
}

json::Value files_part(const Entity& entity, const change::Belongings& belongings) {
  json::Array files;
  for (const git::File* file : belongings.of(entity)) files.emplace_back(file_part(*file));
  return files;
}

json::Value runner_part(const RunnerSpec& runner) {
  json::Array environment(runner.environment.begin(), runner.environment.end());
  return json::Object{{"plugin", runner.plugin},
                      {"config", json::parse(runner.config, "runner")},
                      {"timeout", duration_text(runner.timeout)},
                      {"env", std::move(environment)}};
}

json::Value compare_part(const std::vector<ComparatorSpec>& comparators) {
  json::Array parts;
  for (const ComparatorSpec& one : comparators) {
    parts.emplace_back(json::Object{{"comparator", one.comparator},
                                    {"at", one.at},
                                    {"primary", one.primary},
                                    {"options", json::parse(one.options, "compare")}});
  }
  return parts;
}

json::Value scrub_part(const std::vector<ScrubSpec>& scrubs) {
  json::Array parts;
  for (const ScrubSpec& one : scrubs) {
    parts.emplace_back(json::Object{{"at", one.at}, {"pattern", one.pattern}, {"with", one.with}});
  }
  return parts;
}

json::Value gate_part(const GateSpec& gate) {
  const char* within = !gate.within_margin                           ? ""
                       : *gate.within_margin == WithinMargin::review ? "review"
                                                                     : "pass";
  return json::Object{
      {"margin", gate.margin}, {"min_score", gate.min_score}, {"within_margin", within}};
}

using Components = std::map<std::string, json::Value>;

void add_entity(const Entity& entity, const change::Belongings& belongings,
                Components& components) {
  const std::string id = to_string(entity.id);
  components[id] = entity_part(entity);
  json::Value files = files_part(entity, belongings);
  if (!entity.files.empty() || !files.array()->empty())
    components["files " + id] = std::move(files);
}

void add_replay(const ReplaySpec& replay, const RunnerSpec& runner, Components& components) {
  components["runner"] = runner_part(runner);
  components["compare"] = compare_part(replay.compare);
  components["scrub"] = scrub_part(replay.scrub);
  components["gate"] = gate_part(replay.gate);
}

}  // namespace

Closure closure_of(const change::World& world, const DependencyGraph& graph,
                   const Entity& automation, const std::string& golden_hash,
                   const std::string& baseline_hash, const std::string& plugin_identity) {
  Components components;
  const change::Belongings belongings(world);
  add_entity(automation, belongings, components);
  for (const auto& used : graph.dependencies(automation.id)) {
    add_entity(*world.inventory.find(used.entity), belongings, components);
  }
  if (automation.replay) {
    add_replay(*automation.replay,
               with_parameters(automation.replay->runner, world.inventory).runner, components);
  }
  components["golden"] = golden_hash;
  components["plugin"] = plugin_identity;
  if (!baseline_hash.empty()) components["baseline"] = baseline_hash;
  Closure closure;
  json::Object all = {{"closure", 1}};
  for (const auto& [name, part] : components) {
    closure.components.emplace_back(name, sha256_hex(json::canonical(part)));
    all.emplace_back(name, part);
  }
  closure.text = json::canonical(all);
  closure.hash = sha256_hex(closure.text);
  return closure;
}

Closure closure_now(const change::World& world, const DependencyGraph& graph,
                    const Entity& automation, const PluginShelf& plugins) {
  std::string golden, baseline, plugin;
  if (automation.replay) {
    golden = hash_of(world, automation.replay->golden);
    baseline = hash_of(world, automation.replay->baseline);
    plugin = plugins.identity(judge_of(world, automation, "head"));
  }
  return closure_of(world, graph, automation, golden, baseline, plugin);
}

std::string hash_of(const change::World& world, const std::string& path) {
  const auto text = text_at(world, path);
  return text ? sha256_hex(*text) : "";
}

std::string replay_hash(const ReplaySpec& replay) {
  Components components;
  add_replay(replay, replay.runner, components);
  json::Object all;
  for (const auto& [name, part] : components) all.emplace_back(name, part);
  return sha256_hex(json::canonical(all));
}

}  // namespace tidemark::pipeline
