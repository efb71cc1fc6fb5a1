#include <doctest/doctest.h>

#include <cmath>

#include "replay/stats/decide.hpp"
#include "tests/replay/stats/kit.hpp"

using namespace tidemark::stats;

namespace {

/// Cases on the edge of every row of the table: mostly stable, some flaky, some broken.
Cases borderline_cases(Dice& dice) {
  Cases cases;
  const double broken = 0.02 * dice.below(6);
  for (int count = 10 + dice.below(50); count > 0; --count) {
    const double old_rate = dice.chance(0.1) ? 0.8 : 1.0;
    cases.push_back(
        {dice.passes(9, old_rate), dice.passes(3, dice.chance(broken) ? 0.2 : old_rate)});
  }
  return cases;
}

/// Loses up to four runs, and lists where.
std::vector<int*> lose_runs(Cases& cases, Dice& dice) {
  std::vector<int*> lost;
  for (int count = 1 + dice.below(4); count > 0; --count) {
    CaseScores& scores =
        cases[static_cast<std::size_t>(dice.below(static_cast<int>(cases.size())))];
    std::vector<int>& arm = dice.chance(0.8) ? scores.candidate : scores.baseline;
    int& run = arm[static_cast<std::size_t>(dice.below(static_cast<int>(arm.size())))];
    if (run != missing) {
      run = missing;
      lost.push_back(&run);
    }
  }
  return lost;
}

/// Every way in which the lost runs could have passed and failed.
std::vector<Decision> completions(const Cases& cases, const std::vector<int*>& lost) {
  std::vector<Decision> decisions;
  for (unsigned passed = 0; passed < 1U << lost.size(); ++passed) {
    for (std::size_t run = 0; run < lost.size(); ++run) {
      *lost[run] = (passed >> run & 1U) != 0 ? score_scale : 0;
    }
    decisions.push_back(decide(cases, {}).decision);
  }
  return decisions;
}

}  // namespace

TEST_CASE("a missing run never moves a decision towards Pass or Regressed") {
  Dice dice(1);
  int undecided = 0;
  for (int round = 0; round < 300; ++round) {
    Cases cases = borderline_cases(dice);
    const std::vector<int*> lost = lose_runs(cases, dice);
    const Decision decision = decide(cases, {}).decision;
    for (const Decision completed : completions(cases, lost)) {
      CHECK((decision == completed || decision == Decision::NeedMore));
      undecided += decision != completed ? 1 : 0;
    }
  }
  CHECK(undecided > 0);
}

TEST_CASE("turning a pass of the candidate into a fail raises neither p nor E") {
  Dice dice(2);
  int turned = 0;
  for (int round = 0; round < 200; ++round) {
    Cases cases = borderline_cases(dice);
    const Decided before = decide(cases, {});
    int& run = cases[0].candidate[0];
    turned += run == score_scale ? 1 : 0;
    run = 0;
    const Decided after = decide(cases, {});
    CHECK(after.p_worse <= before.p_worse * (1 + 1e-12));
    CHECK(after.log_e <= before.log_e);
  }
  CHECK(turned > 100);
}

TEST_CASE("when nothing changed, p is at most .05 in at most 5 % of trials") {
  Dice dice(3);
  const int trials = 2000;
  int false_alarms = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Cases cases;
    while (cases.size() < 20) {
      const double rate = 0.5 + 0.1 * dice.below(6);
      cases.push_back({dice.passes(9, rate), dice.passes(3, rate)});
    }
    false_alarms += decide(cases, {}).p_worse <= 0.05 ? 1 : 0;
  }
  CHECK(false_alarms > trials / 100);
  CHECK(false_alarms <= trials * 0.05 + 3 * std::sqrt(trials * 0.05 * 0.95));
}
