#pragma once

#include <string>
#include <vector>

#include "core/model/check.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// Everything that is wrong or doubtful about a workspace as it lies on disk on the day `today`
/// (YYYY-MM-DD). Golden sets, files and rules are looked at once the inventory can be read.
/// `built_in` are the plugins that tidemark ships, `tool` is its version.
CheckReport check(const Workspace& workspace, const std::vector<std::string>& built_in,
                  const std::string& tool, const std::string& today);

}  // namespace tidemark::pipeline
