#include "replay/stats/non_inferiority.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "tests/replay/stats/kit.hpp"
#include "tests/replay/stats/vectors.hpp"

using namespace tidemark::stats;

namespace {

std::vector<Drop> drops_of(const nlohmann::json& rows) {
  std::vector<Drop> drops;
  for (const nlohmann::json& row : rows) {
    drops.push_back({fraction(row[0]), row[1]});
  }
  return drops;
}

Cases flaky(Dice& dice, std::size_t count, double baseline, double candidate) {
  Cases cases;
  while (cases.size() < count) {
    cases.push_back({dice.passes(9, baseline), dice.passes(3, candidate)});
  }
  return cases;
}

}  // namespace

TEST_CASE("vectors N: E of given drops, to nine decimals") {
  int checked = 0;
  for (const Vector& row : vectors_of('N')) {
    CAPTURE(row.id);
    const std::size_t drops = row.inputs.find("d:count=") + 8;
    const double e_value = std::exp(log_e_value(drops_of(python(row.inputs.substr(drops))),
                                                fraction(field(row.inputs, "delta"))));
    CHECK(close_to_printed(e_value, field(row.expected, "E")));
    CHECK((e_value >= 20 ? "yes" : "no") == field(row.expected, "pass_at_0.05"));
    ++checked;
  }
  CHECK(checked == 8);
}

TEST_CASE("each candidate run is compared with its own block of baseline runs, in stored order") {
  const Cases cases{case_of("111100000 / 101")};
  const std::vector<Drop> drops{{0.0, 1}, {1.0 / 3, 1}, {-1.0, 1}};
  CHECK(log_e_value(cases, 0.1) == doctest::Approx(log_e_value(drops, 0.1)).epsilon(1e-14));
}

TEST_CASE("E does not depend on the order of cases") {
  Dice dice(1);
  Cases cases = flaky(dice, 40, 0.8, 0.7);
  const double forwards = log_e_value(cases, 0.1);
  std::ranges::reverse(cases);
  CHECK(log_e_value(cases, 0.1) == forwards);
}

TEST_CASE("a case with one constant score raises E") {
  Dice dice(2);
  for (int round = 0; round < 50; ++round) {
    const Cases cases = flaky(dice, 8, 0.8, 0.7);
    const Cases more = cases + Cases{{std::vector<int>(9, 370), std::vector<int>(3, 370)}};
    CHECK(log_e_value(more, 0.1) > log_e_value(cases, 0.1));
  }
}

TEST_CASE("a missing run never raises E above that of any completion") {
  Dice dice(3);
  for (int round = 0; round < 100; ++round) {
    Cases cases = flaky(dice, 6, 0.8, 0.7);
    auto& arm = dice.chance(0.5) ? cases[0].candidate : cases[0].baseline;
    arm[0] = missing;
    const double bound = log_e_value(cases, 0.1);
    for (const int completion : {0, 400, 1000}) {
      arm[0] = completion;
      CHECK(log_e_value(cases, 0.1) >= bound - 1e-12);
    }
  }
}

TEST_CASE("a drop of the margin is refuted in at most one of 1/threshold trials") {
  Dice dice(4);
  const int trials = 1000;
  int refuted = 0;
  for (int trial = 0; trial < trials; ++trial) {
    refuted += log_e_value(flaky(dice, 30, 0.9, 0.8), 0.1) >= std::log(20.0) ? 1 : 0;
  }
  CHECK(refuted <= trials * 0.05 + 3 * std::sqrt(trials * 0.05 * 0.95));
}

TEST_CASE("E stays finite far beyond what a double holds") {
  const std::vector<Drop> drops{{-1.0, 5000}};
  const double log_e = log_e_value(drops, 0.1);
  CHECK(std::isfinite(log_e));
  CHECK(log_e > 800 * std::log(10.0));
}

TEST_CASE("no drops say nothing") { CHECK(log_e_value(std::vector<Drop>{}, 0.1) == 0.0); }

TEST_CASE("margins, drops and blocks that are none are refused") {
  const std::vector<Drop> fine{{0.0, 1}};
  const std::vector<Drop> large{{1.5, 1}};
  const char* margin = "a margin must lie between 0 and 1";
  CHECK_THROWS_WITH_AS(log_e_value(fine, 0.0), margin, std::invalid_argument);
  CHECK_THROWS_WITH_AS(log_e_value(fine, 1.0), margin, std::invalid_argument);
  CHECK_THROWS_WITH_AS(log_e_value(fine, std::nan("")), margin, std::invalid_argument);
  CHECK_THROWS_WITH_AS(log_e_value(large, 0.1), "a drop must lie between -1 and 1",
                       std::invalid_argument);
  const char* blocks = "baseline runs must be a multiple of the candidate's";
  CHECK_THROWS_WITH_AS(log_e_value(cases_of(1, "1111 / 111"), 0.1), blocks, std::invalid_argument);
  CHECK_THROWS_WITH_AS(log_e_value(cases_of(1, "11 / 111"), 0.1), blocks, std::invalid_argument);
}
