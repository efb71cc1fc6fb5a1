#include "replay/stats/permutation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <cmath>
#include <map>
#include <numeric>

#include "tests/replay/stats/kit.hpp"
#include "tests/replay/stats/vectors.hpp"

using namespace tidemark::stats;

namespace {

Cases random_graded(Dice& dice) {
  Cases cases;
  for (int count = 1 + dice.below(3); count > 0; --count) {
    const auto baseline = static_cast<std::size_t>(1 + dice.below(4));
    const auto candidate = static_cast<std::size_t>(1 + dice.below(3));
    cases.push_back({dice.grades(baseline, 5), dice.grades(candidate, 5)});
  }
  return cases;
}

Cases random_cases(Dice& dice, std::size_t count) {
  Cases cases;
  while (cases.size() < count) {
    const double rate = 0.5 + 0.1 * dice.below(6);
    cases.push_back({dice.passes(9, rate), dice.passes(3, rate)});
  }
  return cases;
}

/// How many choices of new runs from the pool have which sum, by trying all.
std::map<int, double> choices_of(const CaseScores& scores) {
  std::vector<int> pool = scores.baseline;
  pool.insert(pool.end(), scores.candidate.begin(), scores.candidate.end());
  std::map<int, double> choices;
  for (unsigned chosen = 0; chosen < 1U << pool.size(); ++chosen) {
    if (static_cast<std::size_t>(std::popcount(chosen)) != scores.candidate.size()) {
      continue;
    }
    int sum = 0;
    for (std::size_t run = 0; run < pool.size(); ++run) {
      sum += (chosen >> run & 1U) != 0 ? pool[run] : 0;
    }
    ++choices[sum];
  }
  return choices;
}

/// Number of relabellings of all cases whose sum is at most `limit`.
double relabellings(std::span<const CaseScores> cases, int limit) {
  if (cases.empty()) {
    return limit >= 0 ? 1 : 0;
  }
  double count = 0;
  for (const auto& [sum, ways] : choices_of(cases.front())) {
    count += ways * relabellings(cases.subspan(1), limit - sum);
  }
  return count;
}

double enumerated_p_worse(const Cases& cases) {
  int observed = 0;
  for (const CaseScores& scores : cases) {
    observed = std::accumulate(scores.candidate.begin(), scores.candidate.end(), observed);
  }
  return relabellings(cases, observed) / relabellings(cases, 1'000'000);
}

Cases swapped(Cases cases) {
  for (CaseScores& scores : cases) {
    std::swap(scores.baseline, scores.candidate);
  }
  return cases;
}

Cases reordered(Cases cases) {
  std::ranges::reverse(cases);
  for (CaseScores& scores : cases) {
    std::ranges::rotate(scores.baseline, scores.baseline.begin() + 1);
    std::ranges::reverse(scores.candidate);
  }
  return cases;
}

/// Scores too fine and too many for the exact calculation.
Cases fine_grained(Dice& dice) {
  Cases cases;
  while (cases.size() < 60) {
    cases.push_back({dice.grades(9, 1001), dice.grades(3, 1001)});
  }
  return cases;
}

}  // namespace

TEST_CASE("graded p agrees with trying every relabelling") {
  Dice dice(1);
  for (int round = 0; round < 200; ++round) {
    const Cases cases = random_graded(dice);
    CHECK(close(permutation_test(cases, 0).p_worse, enumerated_p_worse(cases)));
  }
}

TEST_CASE("one case of pass and fail is Fisher's exact test") {
  Dice dice(2);
  for (int round = 0; round < 200; ++round) {
    const int baseline = 1 + dice.below(12);
    const int candidate = 1 + dice.below(6);
    const int old_passes = dice.below(baseline + 1);
    const int new_passes = dice.below(candidate + 1);
    const boost::math::hypergeometric fisher(static_cast<unsigned>(old_passes + new_passes),
                                             static_cast<unsigned>(candidate),
                                             static_cast<unsigned>(baseline + candidate));
    const Cases cases{counted_case(old_passes, baseline, new_passes, candidate)};
    CHECK(close(permutation_test(cases, 0).p_worse, cdf(fisher, new_passes)));
  }
}

TEST_CASE("one run against one is McNemar's exact test") {
  for (std::size_t worse = 0; worse < 15; ++worse) {
    for (std::size_t better = worse == 0 ? 1 : 0; better < 15; ++better) {
      const Cases cases = cases_of(worse, "1 / 0") + cases_of(better, "0 / 1") +
                          cases_of(3, "1 / 1") + cases_of(2, "0 / 0");
      const boost::math::binomial tail(static_cast<double>(worse + better), 0.5);
      CHECK(close(permutation_test(cases, 0).p_worse, cdf(tail, static_cast<double>(better))));
    }
  }
}

TEST_CASE("p depends neither on the order of cases nor on that of runs") {
  Dice dice(3);
  for (int round = 0; round < 100; ++round) {
    const Cases cases = random_cases(dice, 10);
    CHECK(permutation_test(cases, 0).p_worse == permutation_test(reordered(cases), 0).p_worse);
  }
}

TEST_CASE("swapping old and new swaps worse and better") {
  Dice dice(4);
  for (int round = 0; round < 100; ++round) {
    const Cases cases = random_cases(dice, 10);
    const PermutationTest test = permutation_test(cases, 0);
    const PermutationTest mirrored = permutation_test(swapped(cases), 0);
    CHECK(close(test.p_worse, mirrored.p_better));
    CHECK(close(test.p_better, mirrored.p_worse));
    CHECK(close(test.p_two, mirrored.p_two));
  }
}

TEST_CASE("a case with one constant score leaves p alone") {
  Dice dice(5);
  for (int round = 0; round < 50; ++round) {
    const Cases cases = random_cases(dice, 8);
    const Cases more = cases + Cases{{std::vector<int>(9, 370), std::vector<int>(3, 370)}};
    CHECK(permutation_test(cases, 0).p_worse == permutation_test(more, 0).p_worse);
  }
}

TEST_CASE("a missing run never lowers p below that of any completion") {
  Dice dice(6);
  for (int round = 0; round < 100; ++round) {
    Cases cases = random_cases(dice, 6);
    auto& arm = dice.chance(0.5) ? cases[0].candidate : cases[0].baseline;
    arm[0] = missing;
    const double bound = permutation_test(cases, 0).p_worse;
    for (const int completion : {0, 400, 1000}) {
      arm[0] = completion;
      CHECK(permutation_test(cases, 0).p_worse <= bound * (1 + 1e-12));
    }
  }
}

TEST_CASE("a tiny p keeps its digits and never reaches 0") {
  const double fifteen_twentieths = permutation_test(cases_of(15, "111 / 000"), 0).p_worse;
  CHECK(close(fifteen_twentieths, std::pow(20.0, -15)));
  CHECK(permutation_test(cases_of(400, "111111111 / 000"), 0).p_worse > 0.0);
}

TEST_CASE("no cases and all constant cases show nothing") {
  CHECK(permutation_test({}, 0).p_worse == 1.0);
  CHECK(permutation_test(cases_of(30, "111 / 111"), 0).p_worse == 1.0);
}

TEST_CASE("shuffles answer where the exact calculation is too long, and repeat by seed") {
  Dice dice(7);
  const Cases cases = fine_grained(dice);
  const PermutationTest test = permutation_test(cases, 42);
  CHECK_FALSE(test.exact);
  CHECK(test.p_worse == permutation_test(cases, 42).p_worse);
  CHECK(test.p_worse == permutation_test(reordered(cases), 42).p_worse);
  CHECK(test.p_worse != permutation_test(cases, 43).p_worse);
}

TEST_CASE("shuffles of cases of any size come close to the exact p") {
  Dice dice(9);
  for (const auto& [before, now] : {std::pair<std::size_t, std::size_t>{9, 9}, {18, 9}, {27, 3}, {9, 1}}) {
    Cases cases;
    while (cases.size() < 20) cases.push_back({dice.grades(before, 3), dice.grades(now, 3)});
    const PermutationTest exact = permutation_test(cases, 0, 1e12);
    const PermutationTest sampled = permutation_test(cases, 99, 0);
    REQUIRE(exact.exact);
    REQUIRE_FALSE(sampled.exact);
    CHECK(std::abs(sampled.p_worse - exact.p_worse) <= 0.02);
    CHECK(std::abs(sampled.p_better - exact.p_better) <= 0.02);
  }
}

TEST_CASE("shuffles come close to the exact p, and are never 0") {
  Dice dice(8);
  for (int round = 0; round < 5; ++round) {
    const Cases cases = random_cases(dice, 20);
    const PermutationTest exact = permutation_test(cases, 0);
    const PermutationTest sampled = permutation_test(cases, 99, 0);
    REQUIRE(exact.exact);
    REQUIRE_FALSE(sampled.exact);
    CHECK(sampled.observed == exact.observed);
    CHECK(std::abs(sampled.p_worse - exact.p_worse) <= 0.02);
    CHECK(std::abs(sampled.p_better - exact.p_better) <= 0.02);
  }
  CHECK(permutation_test(cases_of(30, "111 / 000"), 0, 0).p_worse == 1e-4);
}
