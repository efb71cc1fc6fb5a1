#include "replay/pipeline/earlier_outputs.hpp"
#include "replay/pipeline/outage.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <set>
#include <tuple>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/json/json.hpp"
#include "core/text/code_points.hpp"
#include "replay/pipeline/closure.hpp"
#include "replay/pipeline/evidence.hpp"
#include "replay/pipeline/gate.hpp"
#include "replay/pipeline/unseen_path.hpp"

namespace tidemark::pipeline {
namespace {

/// As long as a run that was cut off may be gone on with, and for the same reason.
constexpr std::chrono::hours longest_age{24};

/// Entities that are named as a reason.
constexpr std::size_t most_models_named = 3;

/// What of a closure decides how outputs are judged, and not what they are.
const std::set<std::string> judges_part = {"compare", "scrub",    "gate",
                                           "golden",  "baseline", "plugin"};

/// A model that a vendor serves under a fixed version; who answers is asked.
bool is_pinned_model(const Entity* entity) {
  return entity != nullptr && entity->id.kind == Kind::model && !entity->version.empty() &&
         !entity->floating;
}

std::string fact_of(const Entity* entity, const EntityId& id) {
  const bool floats = entity != nullptr && entity->floating;
  return to_string(id) + (floats ? " floats" : " has no files");
}

/// What may have moved while nobody looked, as a clause; "" when nothing may.
std::string moving_unseen(const change::World& world, const std::vector<EntityId>& ids) {
  std::string clause;
  std::size_t count = 0;
  for (const EntityId& id : ids) {
    const Entity* entity = world.inventory.find(id);
    if (is_pinned_model(entity) || ++count > most_models_named) continue;
    clause += (clause.empty() ? "" : ", ") + fact_of(entity, id);
  }
  if (count > most_models_named)
    clause += " and " + std::to_string(count - most_models_named) + " more";
  return clause;
}

/// Why no outputs of this state are found, as a clause; "" when they may be.
std::string why_none(const change::World& world, const Entity& automation,
                     const std::vector<EntityId>& ids, Vendors vendors) {
  if (ids.empty()) return "";
  if (std::string clause = moving_unseen(world, ids); !clause.empty()) return clause;
  if (vendors == Vendors::are_asked) return "a replay asks models anew";
  return automation.tier == Tier::critical ? "models are asked anew for tier critical" : "";
}

json::Value state_part(const Closure& closure) {
  json::Array parts;
  for (const auto& [name, hash] : closure.components) {
    if (!judges_part.contains(name)) parts.emplace_back(json::Array{name, hash});
  }
  return parts;
}

/// Whether another try could come to something else for a reason that lies in the outputs.
bool is_settled(const ledger::EarlierOutputs& earlier, std::size_t failures) {
  if (!earlier.verdict) return true;
  if (*earlier.verdict == VerdictKind::error) return failures != 0;
  return is_lasting(*earlier.verdict) || *earlier.verdict == VerdictKind::accepted;
}

}  // namespace

OutputsKey outputs_key(const change::World& world, const DependencyGraph& graph,
                       const Entity& automation, const Judge& judge, const std::string& also,
                       const PluginShelf& plugins, const std::string& tool, Vendors vendors,
                       UnseenClaims& claims) {
  if (!judge.lacking.empty()) return {};
  const auto ids = unobserved(world, graph, automation);
  if (std::string why = why_none(world, automation, ids, vendors); !why.empty()) {
    return {"", false, std::move(why)};
  }
  if (std::string why =
          unseen(world, graph, automation, judge.replay.runner, plugins.folder, claims);
      !why.empty()) {
    return {"", false, std::move(why)};
  }
  ReplaySpec run_only;
  run_only.runner = judge.replay.runner;
  const Closure state = closure_of(world, graph, automation, "", "", "");
  return {sha256_hex(json::canonical(
              json::Object{{"outputs", 1},
                           {"state", state_part(state)},
                           {"also", also},
                           {"runner", replay_hash(run_only)},
                           {"environment", environment_part(judge.replay.runner)},
                           {"golden", judge.golden.hash},
                           {"plugin", plugins.find(judge, judge.replay.runner.plugin).sha256},
                           {"tool", tool}})),
          !ids.empty(), ""};
}

OutputsKey outputs_key(const Assessment& assessment, const Judge& judge, const PluginShelf& plugins,
                       const std::string& tool) {
  const Entity* entity = assessment.range.after.inventory.find(judge.automation);
  if (entity == nullptr) return {};
  const std::string reach =
      reach_hash(assessment.changes, assessment.impacts, assessment.range.after, judge.automation);
  return outputs_key(assessment.range.after, assessment.graph_after, *entity, judge, reach, plugins,
                     tool, Vendors::may_have_answered, *assessment.unseen_claims);
}

std::optional<Takable> takable(ledger::EarlierOutputs earlier, bool by_model) {
  Takable taken;
  taken.run = earlier.run;
  std::size_t failures = 0;
  std::set<std::pair<std::string, std::string>> answered;
  for (Outcome& one : earlier.outcomes) {
    if (one.failure) {
      if (!is_of_the_service(one.failure->kind)) return std::nullopt;
      ++failures;
      continue;
    }
    answered.emplace(one.facts.model, one.facts.fingerprint);
    taken.outcomes.try_emplace({one.case_id, one.run}, std::move(one));
  }
  if (answered.size() != 1 || !is_settled(earlier, failures)) return std::nullopt;
  std::tie(taken.model, taken.fingerprint) = *answered.begin();
  if (by_model && taken.model.empty()) return std::nullopt;
  return taken;
}

std::optional<Takable> takable(const ledger::Past& past, const Judge& judge, std::int64_t asking) {
  if (judge.outputs.hash.empty()) return std::nullopt;
  const std::string since = utc_text(std::chrono::system_clock::now() - longest_age);
  auto earlier = past.outputs(judge.outputs.hash, judge.automation, since, asking);
  if (!earlier) return std::nullopt;
  return takable(*std::move(earlier), judge.outputs.by_model);
}

bool is_witness(const Outcome& outcome, const Takable& takable, bool is_fact) {
  const auto found = takable.outcomes.find({outcome.case_id, outcome.run});
  const bool differs = found != takable.outcomes.end() && found->second.output != outcome.output;
  if (is_fact && differs) return false;
  return !outcome.failure && outcome.facts.model == takable.model &&
         outcome.facts.fingerprint == takable.fingerprint;
}

}  // namespace tidemark::pipeline
