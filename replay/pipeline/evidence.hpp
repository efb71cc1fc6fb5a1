#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/json/json.hpp"
#include "core/model/impact.hpp"
#include "core/model/verdict.hpp"
#include "replay/pipeline/judge_of.hpp"
#include "replay/pipeline/unseen_path.hpp"

namespace tidemark::pipeline {

/// What the runner's worker is given of the environment: names and values, null where a variable is
/// not set.
json::Value environment_part(const RunnerSpec& runner);

/// What evidence is found by: SHA-256 over all that a verdict before anybody's acceptance follows
/// from, beside chance. `closure` is of the state that is judged without golden set and baseline,
/// which the judge brings, `reach` of the changes that lead
/// to it, `plugins` what PluginShelf::bytes() says of the judge, `tool` tidemark's version.
std::string evidence_key(const std::string& closure, const std::string& reach, const Judge& judge,
                         const std::string& plugins, const std::string& tool);

/// The same for evidence that is enough only for who stops where a verdict is settled.
std::string settled_key(const std::string& key);

/// SHA-256 over every change that reaches the automation and the state it leads to: what the head
/// no longer declares is not in its closure, and may have moved all the same.
std::string reach_hash(const ChangeSet& changes, const std::vector<Impact>& impacts,
                       const change::World& after, const EntityId& automation);

/// Whatever the automation stands on, itself included, whose state this world does not hold: it has
/// no files here, or it floats. Nobody looked whether it moved, so no earlier evidence holds for
/// it. Vendors have no state. Sorted.
std::vector<EntityId> unobserved(const change::World& world, const DependencyGraph& graph,
                                 const Entity& automation);

/// What of all that the automation stands on and this runner of it names nobody sees moving, though
/// its entities are observed (unseen_path.hpp): "its runner names X, which is not in git"; "" when
/// there is nothing. `folder` is the workspace's on disk.
std::string unseen(const change::World& world, const DependencyGraph& graph,
                   const Entity& automation, const RunnerSpec& runner,
                   const std::filesystem::path& folder, UnseenClaims& claims);

/// Whether all that it stands on is observed and seen, so that earlier evidence may hold for it.
bool is_wholly_seen(const change::World& world, const DependencyGraph& graph,
                    const Entity& automation, const RunnerSpec& runner,
                    const std::filesystem::path& folder, UnseenClaims& claims);

/// Whether a later run may rest on such a verdict instead of paying for another: one that a second
/// try could mend is not kept.
bool is_lasting(VerdictKind verdict);

}  // namespace tidemark::pipeline
