#pragma once

#include <string>
#include <vector>

#include "core/json/json.hpp"
#include "core/model/finding.hpp"

namespace tidemark::report {

/// How many findings there are of each level: "2 breaking, 1 risky, 0 benign".
std::string findings_count(const std::vector<Finding>& findings);

/// Findings for a terminal, breaking ones first; of benign ones only their number, unless there are
/// no others. What is the same for several operations is said once, with all of them.
std::string findings_text(const std::vector<Finding>& findings);

/// Findings as they stand in answers (docs/json.md).
json::Value findings_json(const std::vector<Finding>& findings);

}  // namespace tidemark::report
