#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/entity_id.hpp"
#include "core/model/golden.hpp"
#include "core/model/inventory.hpp"
#include "core/model/trial.hpp"

namespace tidemark {

/// What we say about one automation, from best to worst: joining takes the worst.
enum class VerdictKind {
  not_affected,  ///< proved: no change reaches it
  pass,          ///< not worse, and a drop of the margin is refuted
  accepted,      ///< different, and a person took that for right
  changed,       ///< different but proven less than the margin, or a proposal waits for a person
  inconclusive,  ///< neither shown within the runs that were made
  not_tested,    ///< a required test did not run
  error,         ///< it could not be evaluated
  regressed,     ///< worse
};
/// `NOT_AFFECTED`, `PASS`, ...
std::string_view to_string(VerdictKind kind);
std::optional<VerdictKind> verdict_kind_named(std::string_view name);

/// How one case stood before and after, for the person who looks into it.
struct CaseShift {
  std::string case_id;
  bool critical = false;
  double before = 0, after = 0;             ///< mean scores
  std::string input;                        ///< canonical JSON
  std::string before_output, after_output;  ///< canonical JSON; the reference, and the lowest run
  std::string difference;  ///< what the primary comparator says about the lowest run

  bool operator==(const CaseShift&) const = default;
};

/// What the decision was made of.
struct Measurement {
  std::size_t cases = 0;     ///< distinct golden cases judged
  std::size_t trials = 0;    ///< candidate runs made
  std::size_t planned = 0;   ///< candidate runs that were to be made; more where fewer settled it
  std::size_t failures = 0;  ///< of them without output
  int baseline_runs = 0;     ///< control runs per case
  int candidate_runs = 0;    ///< runs per case at the deciding look
  double before = 0, after = 0;  ///< mean scores in [0,1]
  double p_worse = 1;            ///< exact permutation test
  double log_e = 0;              ///< natural log of the non-inferiority e-value
  double margin = 0;
  bool operator==(const Measurement&) const = default;
};

/// How many golden cases what changed calls for, and how many were taken.
struct CaseSelection {
  std::size_t called = 0, taken = 0, all = 0;
  std::string why_all;  ///< all were taken although not all are called for, as a clause

  bool operator==(const CaseSelection&) const = default;
};

/// Stands for the automation in a verdict that there was none to judge.
inline constexpr const char* nobody = "(none)";

/// What trials took, as far as their answers told.
struct Spent {
  std::optional<double> cost;  ///< US dollars
  std::uint64_t input_tokens = 0, output_tokens = 0;
  std::map<std::string, std::size_t> models;  ///< trials, by the name of the model that answered
  std::size_t without_cost = 0;               ///< trials that are not in `cost`: nobody told theirs

  bool operator==(const Spent&) const = default;
};

/// What we tell the user about one automation, and why.
struct Verdict {
  EntityId automation;
  VerdictKind kind = VerdictKind::not_tested;
  std::vector<std::string> because;  ///< sentences, most telling first; never empty
  std::optional<Measurement> measured;
  std::optional<CaseSelection> cases;    ///< when not every golden case is called for
  std::vector<CaseShift> worse;          ///< largest drop first
  std::vector<CaseShift> moved;          ///< other output at an equal or better score
  std::vector<CaseShift> better;         ///< largest gain first
  bool is_new = false;                   ///< judged by the head's own judge: the base has none
  std::optional<Acceptance> acceptance;  ///< what makes it ACCEPTED
  std::optional<std::int64_t> evidence;  ///< the earlier run that it rests on, nothing replayed
  std::size_t earlier_trials = 0;        ///< of those measured, that earlier runs made
  std::string why_anew;                  ///< outputs of earlier runs are never taken, as a clause
  /// Trials, by the model that answered; not only those that this run made.
  std::map<std::string, std::size_t> answered_by;
  std::vector<std::string> baseline_models;  ///< that answered when it was recorded, if it says so
  std::string way_out;                       ///< what to do; "" where its kind says that already
  Retries retries;                           ///< of those measured, made now or before a break
  Spent spent;                               ///< by the same trials
  Owners owners;
};

}  // namespace tidemark
