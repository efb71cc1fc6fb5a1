#pragma once

#include <string>
#include <vector>

#include "core/change/explain.hpp"
#include "core/change/renames.hpp"
#include "core/json/json.hpp"

namespace tidemark::cli {

/// Changed paths with the rules that claim them, one path a line; "" when there are none.
std::string explained_text(const std::vector<change::PathExplanation>& paths);
json::Value explained_json(const std::vector<change::PathExplanation>& paths);

/// Entities that seem to have another name now; "" when there are none.
std::string renames_text(const std::vector<change::Rename>& renames);
json::Value renames_json(const std::vector<change::Rename>& renames);

}  // namespace tidemark::cli
