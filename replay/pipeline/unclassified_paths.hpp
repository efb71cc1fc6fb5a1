#pragma once

#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/impact/impacts.hpp"

namespace tidemark::pipeline {

/// Which of `automations` each of `paths` counts as reaching, nobody claims it. `everything`: all
/// of them; `report`: none; `owners`: what the owners of the path's folder own, and what stands on
/// that. A folder's owners are whom the base's CODEOWNERS names for the path, and the owners of
/// whatever the base keeps in the nearest folder with an owner: claimed files, golden sets,
/// baselines, inventory files. A path reaches all where the nearest is the workspace's own folder,
/// or where no automation would be left. `paths` are sorted and relative to the repository's root;
/// `graph` holds both states.
impact::UnclassifiedPaths reach_of_unclassified(Unclassified policy, const change::World& base,
                                                const DependencyGraph& graph,
                                                const std::vector<std::string>& paths,
                                                const std::vector<EntityId>& automations);

}  // namespace tidemark::pipeline
