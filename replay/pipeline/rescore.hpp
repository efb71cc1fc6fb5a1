#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ledger/ledger.hpp"
#include "replay/pipeline/session.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// Which stored outputs are to be scored, and by what.
struct RescoreRequest {
  std::int64_t run = 0;                 ///< of a gate or a replay; 0: the newest
  std::vector<std::string> names;       ///< automations; all of the run's when empty
  std::vector<ComparatorSpec> compare;  ///< in place of the workspace's own, when there are some
};

/// Mean scores of a case or of an automation.
struct Means {
  double before = 0, after = 0;
};

/// A case whose score against the baseline is another one than it was.
struct RescoredCase {
  std::string case_id;
  bool critical = false;
  std::optional<Means> was, now;  ///< none: no run of it differs in any way from the baseline
  std::string difference;         ///< what the comparator says of the lowest run now; may be ""
};

/// One automation of the run, as it was judged and as it would be.
struct Rescored {
  VerdictKind was = VerdictKind::not_tested;  ///< with proposals and acceptances
  std::optional<Means> means;                 ///< as they were
  Verdict now;                                ///< by its behaviour alone
  std::size_t trials = 0, failed = 0;         ///< that the ledger holds, and those without output
  std::size_t without_trial = 0;    ///< cases that were to be judged and of which it holds none
  std::vector<RescoredCase> cases;  ///< largest change first
};

/// What a run's stored outputs come to by other comparators.
struct Rescoring {
  std::int64_t run = 0;
  ledger::StoredRun stored;
  std::vector<Rescored> automations;  ///< worst first, then by id
  VerdictKind verdict = VerdictKind::not_tested;
  int exit_code = 70;
};

/// A run that is finished, 0 being the newest where there was none; none is there without a ledger.
/// Throws Error(configuration) when there is no such run, Error(store) when its report is not what
/// was stored.
ledger::StoredRun finished_run(const ledger::Past* past, std::int64_t run);

/// Scores the outputs that a run left in the ledger, against the golden set and the baseline that
/// the run had, by the comparators, scrubbers and gate settings of the workspace as it lies on
/// disk, or by those of the request. Starts no runner, stores nothing, and guesses no output.
/// Throws Error(configuration) when the run, or what it was compared with, is not there any more.
Rescoring rescore(const Workspace& workspace, const RescoreRequest& request, Parts& parts);

}  // namespace tidemark::pipeline
