#include "replay/pipeline/evidence.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/base/hash.hpp"
#include "core/host/variables.hpp"
#include "core/json/json.hpp"
#include "core/text/code_points.hpp"
#include "core/text/glob.hpp"
#include "replay/pipeline/closure.hpp"

namespace tidemark::pipeline {
namespace {

json::Value rules_part(const verdict::Rules& rules) {
  return json::Object{{"margin", rules.margin},
                      {"min_score", rules.min_score},
                      {"review", rules.within_margin == WithinMargin::review},
                      {"min_cases", rules.min_cases},
                      {"deterministic", rules.deterministic}};
}

bool has_files(const change::World& world, const Entity& entity) {
  if (entity.files.empty()) return false;
  const text::GlobSet claimed(entity.files, world.folder);
  const auto& files = world.files->files();
  return std::any_of(files.begin(), files.end(),
                     [&](const git::File& file) { return claimed.matches(file.path); });
}

/// Empty where there is no such file.
std::string blob_of(const change::World& world, const std::string& path) {
  const git::File* file = world.files->find(path);
  if (file == nullptr) return "";
  return file->blob + (file->executable ? " x" : "") + (file->symlink ? " l" : "");
}

/// The judge's own files are in the key as the judge has them.
bool is_of_the_judge(const Change& change) {
  return change.source == ChangeSource::golden || change.source == ChangeSource::baseline;
}

bool is_observed(const change::World& world, const Entity& entity) {
  if (entity.id.kind == Kind::vendor) return true;
  return !entity.floating && has_files(world, entity);
}

}  // namespace

json::Value environment_part(const RunnerSpec& runner) {
  std::vector<std::string> names(host::harmless_variables.begin(), host::harmless_variables.end());
  names.insert(names.end(), runner.environment.begin(), runner.environment.end());
  json::Array parts;
  for (const std::string& name : names) {
    const char* value = std::getenv(name.c_str());
    parts.emplace_back(json::Array{name, value == nullptr ? json::Value() : json::Value(value)});
  }
  return parts;
}

std::string evidence_key(const std::string& closure, const std::string& reach, const Judge& judge,
                         const std::string& plugins, const std::string& tool) {
  return sha256_hex(
      json::canonical(json::Object{{"closure", closure},
                                   {"reach", reach},
                                   {"golden", judge.golden.hash},
                                   {"baseline", judge.baseline ? judge.baseline->hash : ""},
                                   {"replay", replay_hash(judge.replay)},
                                   {"rules", rules_part(judge.rules)},
                                   {"environment", environment_part(judge.replay.runner)},
                                   {"plugins", plugins},
                                   {"tool", tool}}));
}

std::string settled_key(const std::string& key) { return key + "-settled"; }

std::string reach_hash(const ChangeSet& changes, const std::vector<Impact>& impacts,
                       const change::World& after, const EntityId& automation) {
  json::Array reaching;
  for (const Impact& impact : impacts) {
    if (impact.automation != automation) continue;
    for (const std::size_t index : impact.changes) {
      const Change& one = changes.changes[index];
      if (is_of_the_judge(one)) continue;
      reaching.emplace_back(
          json::Array{to_string(one.entity), one.what, one.from, one.to, blob_of(after, one.what)});
    }
    for (const std::string& path : impact.unclassified) {
      reaching.emplace_back(json::Array{path, blob_of(after, path)});
    }
  }
  return sha256_hex(json::canonical(reaching));
}

std::vector<EntityId> unobserved(const change::World& world, const DependencyGraph& graph,
                                 const Entity& automation) {
  std::vector<EntityId> ids;
  if (!is_observed(world, automation)) ids.push_back(automation.id);
  for (const auto& used : graph.dependencies(automation.id)) {
    const Entity* entity = world.inventory.find(used.entity);
    if (entity == nullptr || !is_observed(world, *entity)) ids.push_back(used.entity);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string unseen(const change::World& world, const DependencyGraph& graph,
                   const Entity& automation, const RunnerSpec& runner,
                   const std::filesystem::path& folder, UnseenClaims& claims) {
  if (const auto path = unseen_path(world, runner, folder); !path.empty()) {
    return "its runner names " + text::printable(path) + ", which is not in git";
  }
  if (const auto path = uncommitted_submodule(world); !path.empty()) {
    return "the submodule " + text::printable(path) + " holds what is not committed";
  }
  std::vector<EntityId> all = {automation.id};
  for (const auto& used : graph.dependencies(automation.id)) all.push_back(used.entity);
  for (const EntityId& id : all) {
    const Entity* entity = world.inventory.find(id);
    if (entity == nullptr) continue;
    if (const std::string& path = claims.of(world, *entity, folder); !path.empty()) {
      return to_string(id) + " claims " + text::printable(path) + ", which is not in git";
    }
  }
  return "";
}

bool is_wholly_seen(const change::World& world, const DependencyGraph& graph,
                    const Entity& automation, const RunnerSpec& runner,
                    const std::filesystem::path& folder, UnseenClaims& claims) {
  return unobserved(world, graph, automation).empty() &&
         unseen(world, graph, automation, runner, folder, claims).empty();
}

bool is_lasting(VerdictKind verdict) {
  return verdict == VerdictKind::pass || verdict == VerdictKind::changed ||
         verdict == VerdictKind::regressed;
}

}  // namespace tidemark::pipeline
