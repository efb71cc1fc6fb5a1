#pragma once

#include <string>

#include "core/json/json.hpp"
#include "core/model/report.hpp"

namespace tidemark::report {

/// How a person reads it.
struct TextStyle {
  bool colour = false;    ///< ANSI colours; only for terminals
  std::size_t cases = 5;  ///< worst cases shown per automation
};

/// The report for a terminal: what changed, whom it reaches, verdicts with reasons and worst cases,
/// owners, the next step, and the meaning of the exit code last. Everything that came from outside
/// is made printable.
std::string to_text(const Report& report, const TextStyle& style);

/// What to_text() says of one verdict of the report.
std::string verdict_text(const Verdict& verdict, const Report& report, const TextStyle& style);

/// The report as JUnit XML for the test views of CI systems: a test suite for each verdict, with
/// one test case for the verdict and, unless it is green, one for every case that got worse.
/// REGRESSED and CHANGED are failures; INCONCLUSIVE, NOT_TESTED and ERROR are errors. Nothing is
/// skipped.
std::string to_junit(const Report& report);

/// The report as `tidemark.report/1` (docs/json.md). The same report gives the same bytes.
json::Value to_json(const Report& report);
/// A report as to_json() wrote it, or an older tidemark did: to_text() and to_json() say the same
/// of it as of the first. Throws Error(store) when it is none of these.
Report report_of(const json::Value& value);

/// Changes with their ways, as `changes` and `impact` print them; at most `most` of them, 0 for
/// all.
std::string changes_text(const ChangeSet& changes, std::size_t most = 0);
/// "schema:order > automation:router".
std::string way_text(const Impact& impact);
/// "1.00 -> 0.25"; with more digits where two would not tell the scores apart.
std::string scores_text(double before, double after);
/// Canonical JSON as a value of an answer; null for "", which is not known.
json::Value output_json(const std::string& canonical);
/// A case of a report as to_json() has it.
json::Value shift_json(const CaseShift& shift);
json::Value changes_json(const ChangeSet& changes);
json::Value impacts_json(const std::vector<Impact>& impacts);

}  // namespace tidemark::report
