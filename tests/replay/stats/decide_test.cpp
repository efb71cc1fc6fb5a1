#include "replay/stats/decide.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "tests/replay/stats/kit.hpp"

using namespace tidemark::stats;

TEST_SUITE_BEGIN("verdict table");

TEST_CASE("no cases are not tested") {
  const Decided decided = decide({}, {});
  CHECK(decided.decision == Decision::NotTested);
  CHECK(decided.p_worse == 1.0);
  CHECK(decided.log_e == 0.0);
  CHECK(decided.mean_candidate == 0.0);
}

TEST_CASE("15 identical cases pass, 14 need more, for each look has half the error rate") {
  CHECK(decide(cases_of(15, "111111111 / 111"), {}).decision == Decision::Pass);
  CHECK(decide(cases_of(14, "111111111 / 111"), {}).decision == Decision::NeedMore);
  CHECK(decide(cases_of(14, "111111111 / 111"), {.alpha_pass = 0.11}).decision == Decision::Pass);
}

TEST_CASE("a p of exactly half the error rate counts as worse, the whole rate does not") {
  const Cases fortieth{case_of("111 / 000"), case_of("1 / 0")};
  const Decided at_half = decide(fortieth, {});
  CHECK(at_half.p_worse == 0.025);
  CHECK(at_half.decision == Decision::Regressed);
  const Decided at_whole = decide(cases_of(1, "111 / 000"), {});
  CHECK(at_whole.p_worse == doctest::Approx(0.05));
  CHECK(at_whole.decision == Decision::NeedMore);
}

TEST_CASE("a larger margin is refuted sooner") {
  const Cases cases = cases_of(7, "111111111 / 111");
  CHECK(decide(cases, {.margin = 0.10}).decision == Decision::NeedMore);
  CHECK(decide(cases, {.margin = 0.20}).decision == Decision::Pass);
}

TEST_CASE("a case that crashed is not a case that did not change") {
  const Cases stable = cases_of(49, "111111111 / 111");
  CHECK(decide(stable + cases_of(1, "111111111 / 000"), {}).decision == Decision::Changed);
  CHECK(decide(stable + cases_of(1, "111111111 / 111"), {}).decision == Decision::Pass);
  CHECK(decide(stable + cases_of(1, "111111111 / ..."), {}).decision == Decision::NeedMore);
}

TEST_CASE("a run too few does not turn a small change into a regression") {
  const Cases changed = cases_of(39, "111111111 / 111") + cases_of(1, "111111111 / 000");
  const Cases cases = changed + cases_of(2, "111111111 / 11.");
  const Cases fails = changed + cases_of(2, "111111111 / 110");
  const Cases passes = changed + cases_of(2, "111111111 / 111");
  CHECK(decide(passes, {}).decision == Decision::Changed);
  CHECK(decide(fails, {}).decision == Decision::Regressed);
  CHECK(decide(cases, {}).decision == Decision::NeedMore);
}

TEST_SUITE_END();

TEST_CASE("means weigh cases, not runs, and leave missing runs out") {
  const Cases cases{case_of("111111111 / 1.0"), case_of("110 / ..."), case_of("100 / 1")};
  const Decided decided = decide(cases, {});
  CHECK(decided.mean_baseline == doctest::Approx((1 + 2.0 / 3 + 1.0 / 3) / 3));
  CHECK(decided.mean_candidate == doctest::Approx(0.75));
  CHECK(decided.missing_runs == 4);
  CHECK(decide(cases_of(2, "111 / ..."), {}).mean_candidate == 0.0);
}

TEST_CASE("settings out of range are refused") {
  const char* rate = "an error rate must lie between 0 and 1";
  const Cases cases = cases_of(1, "111 / 111");
  CHECK_THROWS_WITH_AS(decide(cases, {.alpha = 0.0}), rate, std::invalid_argument);
  CHECK_THROWS_WITH_AS(decide(cases, {.alpha_pass = 1.0}), rate, std::invalid_argument);
  CHECK_THROWS_WITH_AS(decide({}, {.alpha = std::nan("")}), rate, std::invalid_argument);
  CHECK_THROWS_WITH_AS(decide(cases, {.margin = -0.1}), "a margin must lie between 0 and 1",
                       std::invalid_argument);
}
