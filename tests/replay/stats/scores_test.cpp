#include "replay/stats/scores.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "tests/replay/stats/kit.hpp"

using namespace tidemark::stats;

TEST_CASE("a score becomes thousandths, half to even") {
  CHECK(to_units(0.0) == 0);
  CHECK(to_units(1.0) == 1000);
  CHECK(to_units(0.3334) == 333);
  CHECK(to_units(0.9999) == 1000);
  CHECK(to_units(0.0625) == 62);
  CHECK(to_units(0.1875) == 188);
}

TEST_CASE("a score that is no number from 0 to 1 is refused") {
  const char* message = "a score must be a number from 0 to 1";
  CHECK_THROWS_WITH_AS(to_units(-0.0001), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS(to_units(1.0001), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS(to_units(std::numeric_limits<double>::quiet_NaN()), message,
                       std::invalid_argument);
}

TEST_CASE("missing runs of the favoured arm are perfect, those of the other worthless") {
  const Cases cases{case_of(".10 / 0.")};
  const CaseScores candidate = complete(cases, Favour::Candidate).front();
  CHECK(candidate.baseline == runs_of("010"));
  CHECK(candidate.candidate == runs_of("01"));
  const CaseScores baseline = complete(cases, Favour::Baseline).front();
  CHECK(baseline.baseline == runs_of("110"));
  CHECK(baseline.candidate == runs_of("00"));
}

TEST_CASE("missing runs are counted in both arms") {
  CHECK(count_missing(cases_of(3, "1.1 / ..")) == 9);
  CHECK(count_missing(cases_of(3, "111 / 00")) == 0);
}

TEST_CASE("scores out of range and arms without runs are refused") {
  const char* range = "a score must be missing or 0 to 1000 thousandths";
  const Cases too_high{{{1001}, {0}}};
  const Cases too_low{{{0}, {-2}}};
  CHECK_THROWS_WITH_AS(complete(too_high, Favour::Candidate), range, std::invalid_argument);
  CHECK_THROWS_WITH_AS(complete(too_low, Favour::Candidate), range, std::invalid_argument);
  const Cases no_baseline{{{}, {0}}};
  const Cases no_candidate{{{0}, {}}};
  const char* empty = "a case needs runs in both arms; a lost run is `missing`";
  CHECK_THROWS_WITH_AS(complete(no_baseline, Favour::Candidate), empty, std::invalid_argument);
  CHECK_THROWS_WITH_AS(complete(no_candidate, Favour::Candidate), empty, std::invalid_argument);
}
