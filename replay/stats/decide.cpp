#include "replay/stats/decide.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "replay/stats/non_inferiority.hpp"
#include "replay/stats/permutation.hpp"

namespace tidemark::stats {
namespace {

constexpr int looks = 2;

/// What the two tests show: the candidate is worse; it is less than the margin worse.
struct Shown {
  bool worse = false;
  bool refuted = false;
  bool operator==(const Shown&) const = default;
};

struct Row {
  bool worse;
  bool refuted;
  Decision decision;
};

constexpr std::array verdict_table{
    Row{false, true, Decision::Pass},
    Row{true, false, Decision::Regressed},
    Row{true, true, Decision::Changed},
    Row{false, false, Decision::NeedMore},
};

Decision decision_for(const Shown& shown) {
  return std::ranges::find_if(verdict_table,
                              [&shown](const Row& row) {
                                return row.worse == shown.worse && row.refuted == shown.refuted;
                              })
      ->decision;
}

Shown shown_by(double p_worse, double log_e, const DecideSettings& settings) {
  return {.worse = p_worse <= settings.alpha / looks,
          .refuted = log_e >= std::log(looks / settings.alpha_pass)};
}

/// What would be shown at most, if the missing runs had been the worst for the first test and the
/// best for the second.
Shown possible(std::span<const CaseScores> cases, const DecideSettings& settings) {
  const std::vector<CaseScores> worst = complete(cases, Favour::Baseline);
  const std::vector<CaseScores> best = complete(cases, Favour::Candidate);
  return shown_by(permutation_test(worst, settings.seed).p_worse,
                  log_e_value(best, settings.margin), settings);
}

double mean_of_cases(std::span<const CaseScores> cases, std::vector<int> CaseScores::*arm) {
  double sum = 0;
  int counted = 0;
  for (const CaseScores& scores : cases) {
    double units = 0;
    int runs = 0;
    for (const int score : scores.*arm) {
      units += score == missing ? 0 : score;
      runs += score == missing ? 0 : 1;
    }
    sum += runs == 0 ? 0 : units / runs;
    counted += runs == 0 ? 0 : 1;
  }
  return counted == 0 ? 0 : sum / counted / score_scale;
}

void check(const DecideSettings& settings) {
  for (const double chance : {settings.alpha, settings.alpha_pass}) {
    if (!(chance > 0.0 && chance < 1.0)) {
      throw std::invalid_argument("an error rate must lie between 0 and 1");
    }
  }
}

}  // namespace

Decided decide(std::span<const CaseScores> cases, const DecideSettings& settings) {
  check(settings);
  if (cases.empty()) {
    return {};
  }
  const PermutationTest test = permutation_test(cases, settings.seed);
  Decided decided{.p_worse = test.p_worse,
                  .log_e = log_e_value(cases, settings.margin),
                  .observed = test.observed,
                  .missing_runs = count_missing(cases),
                  .mean_baseline = mean_of_cases(cases, &CaseScores::baseline),
                  .mean_candidate = mean_of_cases(cases, &CaseScores::candidate)};
  const Shown certain = shown_by(decided.p_worse, decided.log_e, settings);
  decided.worse = certain.worse;
  decided.refuted = certain.refuted;
  // Without this question a crash would turn Changed into Pass or Regressed.
  decided.hangs_on_missing = decided.missing_runs > 0 && certain != possible(cases, settings);
  decided.decision = decided.hangs_on_missing ? Decision::NeedMore : decision_for(certain);
  return decided;
}

}  // namespace tidemark::stats
