#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/json/json.hpp"
#include "core/ledger/ledger.hpp"
#include "core/model/verdict.hpp"
#include "replay/cli/arguments.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::cli {

/// What several runs of the case came to alike.
struct Answer {
  std::string output;  ///< canonical JSON; "" when `failure` is set
  std::optional<Failure> failure;
  std::vector<int> runs;
};

/// The case as one automation had it.
struct CaseOfRun {
  const Verdict* verdict = nullptr;
  const CaseShift* shift = nullptr;  ///< null: the report has no difference of it
  bool critical = false;
  std::string input, before;    ///< canonical JSON; "" where it is not known any more
  std::vector<Answer> answers;  ///< by the first run of each
};

/// One golden case of a run that is finished, for people: its scores, what went in, what came out
/// before and what in each run of it.
std::string case_text(const CaseOfRun& one);
/// The same as an element of `tidemark.case/1`.
json::Value case_json(const CaseOfRun& one);

/// Prints one golden case of a run that is finished, for each automation that has it, or for those
/// that are named, as far as the states that the run was about are still there. Throws
/// Error(configuration) when the run has no such case.
void print_case(const Arguments& arguments, const pipeline::Workspace& workspace,
                const ledger::Past& past, std::int64_t run, const ledger::StoredRun& stored);

}  // namespace tidemark::cli
