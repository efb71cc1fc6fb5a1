#include "replay/pipeline/append.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/pipeline/closure_difference.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {
namespace {

/// What outputs do not rest on.
constexpr const char* beside[] = {"golden", "compare", "scrub", "gate", "baseline"};

Closure of_outputs(std::vector<std::pair<std::string, std::string>> components) {
  std::erase_if(components, [](const auto& component) {
    return std::find(std::begin(beside), std::end(beside), component.first) != std::end(beside);
  });
  return {"", "", std::move(components)};
}

[[noreturn]] void refuse(const Judge& judge, const std::string& fact) {
  throw Error(Fault::configuration, to_string(judge.automation) + ": not recorded: " + fact +
                                        " (record it anew, without --append)");
}

/// The outputs that can be kept are those of this input.
const BaselineCase* kept_case(const Baseline& baseline, const GoldenCase& golden) {
  const BaselineCase* found = baseline.find(golden.id);
  return found != nullptr && found->input_hash == golden.input_hash ? found : nullptr;
}

/// Ids of what the automation stands on and whose vendor may move it.
std::vector<std::string> floating_below(const change::World& world, const DependencyGraph& graph,
                                        const EntityId& automation) {
  std::vector<std::string> ids;
  for (const auto& used : graph.dependencies(automation)) {
    const Entity* entity = world.inventory.find(used.entity);
    if (entity->floating) ids.push_back(to_string(entity->id));
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

std::optional<Baseline> baseline_to_append(const change::World& world, const Judge& judge,
                                           const Closure& now) {
  const std::string& path = judge.replay.baseline;
  const auto text = text_at(world, path);
  if (!text) return std::nullopt;
  Baseline baseline = golden::read_baseline(*text, path);
  if (baseline.automation != to_string(judge.automation)) {
    refuse(judge, path + " is of " + baseline.automation);
  }
  const auto differing = differences(of_outputs(baseline.components), of_outputs(now.components),
                                     world.inventory, world.inventory);
  if (!differing.empty()) {
    refuse(judge, fmt::format("{} is of another state, of {}: since then these changed: {}", path,
                              baseline.recorded_at, fmt::join(differing, ", ")));
  }
  return baseline;
}

std::vector<Trial> lacking(std::vector<Trial> wanted, const GoldenSet& golden,
                           const Baseline& baseline) {
  std::erase_if(wanted, [&](const Trial& trial) {
    return trial.run <= baseline.runs &&
           kept_case(baseline, *golden.find(trial.case_id)) != nullptr;
  });
  return wanted;
}

std::vector<Outcome> kept(const Baseline& baseline, const GoldenSet& golden) {
  std::vector<Outcome> outcomes;
  for (const GoldenCase& one : golden.cases) {
    const BaselineCase* found = kept_case(baseline, one);
    if (found == nullptr) continue;
    outcomes.push_back({one.id, 0, found->reference, {}, {}, {}});
    for (const std::string& control : found->controls) {
      outcomes.push_back({one.id, outcomes.back().run + 1, control, {}, {}, {}});
    }
  }
  return outcomes;
}

void need_model_of(const Judge& judge, const Baseline& baseline, const std::string& model) {
  const auto& known = baseline.models;
  if (model.empty() || known.empty() || std::ranges::find(known, model) != known.end()) return;
  throw Error(
      Fault::configuration,
      fmt::format("{}: not recorded: {} was recorded with {}, but {} answers now, and a baseline "
                  "mixes no versions (record it anew: tidemark record {})",
                  to_string(judge.automation), judge.replay.baseline, fmt::join(known, ", "), model,
                  judge.automation.name));
}

std::string baselines_hash(const change::World& world, const std::vector<Judge>& judges) {
  std::string hashes;
  for (const Judge& judge : judges) hashes += hash_of(world, judge.replay.baseline) + '\n';
  return sha256_hex(hashes);
}

std::vector<std::string> notes_on_floating(const change::World& world, const DependencyGraph& graph,
                                           const std::vector<Judge>& judges) {
  std::vector<std::string> notes;
  for (const Judge& judge : judges) {
    const auto floating = floating_below(world, graph, judge.automation);
    if (floating.empty() || hash_of(world, judge.replay.baseline).empty()) continue;
    notes.push_back(fmt::format(
        "{}: whether {} still is what the baseline was recorded with is not known; where it may "
        "have moved, record anew",
        judge.automation.name, fmt::join(floating, ", ")));
  }
  return notes;
}

}  // namespace tidemark::pipeline
