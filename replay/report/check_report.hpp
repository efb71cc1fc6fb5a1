#pragma once

#include <string>

#include "core/json/json.hpp"
#include "core/model/check.hpp"

namespace tidemark::report {

/// A line per finding, `file:line:column: error: fact (way out) [rule]`, and a summary.
std::string check_text(const CheckReport& report);

/// `tidemark.check/1`.
json::Value check_json(const CheckReport& report);

/// SARIF 2.1.0, as code hosts show it at the lines of a proposal.
json::Value check_sarif(const CheckReport& report);

/// Workflow commands of GitHub Actions for the first ten errors and the first ten warnings, which
/// is what a step shows, then the rest and the summary as text. Every command is ours, none is the
/// inventory's.
std::string check_github(const CheckReport& report);

}  // namespace tidemark::report
