#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::verdict {

/// How often the candidate was run: 3 runs per case at the first look, 9 at the second.
enum class Look { first, second };

/// One golden case as numbers. Scores are thousandths, stats::missing where a run gave none.
struct CaseEvidence {
  std::string case_id;
  bool critical = false;
  bool has_expect = false;
  /// Whether the baseline holds this case for this very input.
  bool recorded = true;
  std::vector<int> baseline;   ///< control runs, in recorded order
  std::vector<int> candidate;  ///< every planned run
  /// How many of the candidate's missing runs were not made since the verdict was settled: unknown
  /// as any other, but no failure.
  std::size_t unmade = 0;
};

/// By which rules an automation is judged: already the stricter of base and head.
struct Rules {
  double margin = 0.10;
  double min_score = 0.5;
  WithinMargin within_margin = WithinMargin::pass;
  int min_cases = 20;
  bool deterministic = false;
  /// The control runs are said to be of the candidate's own state, so they may not be worse either:
  /// how often equals may look so. 0: nobody says so.
  double two_sided = 0;
  std::uint64_t seed = 0;  ///< of shuffles, from the run key
};

/// All that a verdict on one automation rests on.
struct Evidence {
  Rules rules;
  Look look = Look::first;
  std::vector<CaseEvidence> cases;
  /// Sentences of controls that failed: the comparator does not tell right from wrong.
  std::vector<std::string> dead_controls;
  /// Cases that a deterministic automation answered in two ways.
  std::vector<std::string> disagreeing;
  /// More than three different inputs gave one and the same output, and did not at recording.
  bool constant_output = false;
  /// Cases that killed the worker, run alone, too: what they would have scored is unknown.
  std::vector<std::string> quarantined;
  /// Cases of which no run gave an answer in time, so that no more of them were run.
  std::vector<std::string> hanging;
  /// The failures of trials, summed up in sentences.
  std::vector<std::string> failures;
};

}  // namespace tidemark::verdict
