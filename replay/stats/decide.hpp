#pragma once

#include <cstdint>
#include <span>

#include "replay/stats/scores.hpp"

namespace tidemark::stats {

/// What the scores of one look allow to say.
enum class Decision {
  Pass,       // not shown to be worse, and shown to be less than the margin worse
  Changed,    // shown to be worse, and shown to be less than the margin worse; a person decides
  Regressed,  // shown to be worse, and by how much is open
  NeedMore,   // neither is shown: more runs may; INCONCLUSIVE if there are none to come
  NotTested,  // there was no case to look at
};

/// How much may get lost, and how often a decision may err over both looks.
struct DecideSettings {
  double margin = 0.10;      // largest mean drop that does not matter, of a score in [0,1]
  double alpha = 0.05;       // chance of Regressed or Changed when nothing changed
  double alpha_pass = 0.10;  // chance of Pass or Changed when the mean dropped by the margin
  std::uint64_t seed = 0;    // of the shuffles, should there be too many cases to calculate
};

/// A decision and the numbers it stands on.
struct Decided {
  Decision decision = Decision::NotTested;
  double p_worse = 1.0;           // permutation_test, missing runs counted for the candidate
  double log_e = 0.0;             // log_e_value, missing runs counted for the baseline
  std::int64_t observed = 0;      // sum of the candidate's scores in units, missing runs as 1000
  int missing_runs = 0;           // of both arms
  bool worse = false;             // the first test shows it
  bool refuted = false;           // the second test shows that the drop is less than the margin
  bool hangs_on_missing = false;  // what missing runs would have scored could show otherwise
  double mean_baseline = 0.0;     // in [0,1]: mean over cases of the mean of the runs that ran;
  double mean_candidate = 0.0;    // cases without such runs are left out, 0 if there are no others
};

/// Decides whether behaviour moved, from the scores of one look (statistics.md 1): two tests, each
/// at half its error rate because there are two looks, and a table. Where the outcome hangs on what
/// missing runs would have scored it is NeedMore. Knows no floor and no coverage.
/// Throws std::invalid_argument for scores and settings out of range.
Decided decide(std::span<const CaseScores> cases, const DecideSettings& settings);

}  // namespace tidemark::stats
