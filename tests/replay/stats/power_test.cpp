#include "replay/stats/power.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using namespace tidemark::stats;

namespace {

/// Cases that pass in nine of ten runs.
std::vector<std::vector<int>> cases_at_090(std::size_t count, int runs = 10) {
  std::vector<int> scores(static_cast<std::size_t>(runs), 1000);
  scores[0] = 0;
  return {count, scores};
}

double drop(const std::vector<std::vector<int>>& baseline, const PowerSettings& settings) {
  const auto found = detectable_drop(baseline, settings);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("the table of the statistics is met within a point: 9 + 3 runs at 0.9, one look at 5 %") {
  const PowerSettings settings{3, 0.05, 0.80, 1};
  CHECK(drop(cases_at_090(20), settings) == doctest::Approx(0.148).epsilon(0.1));
  CHECK(drop(cases_at_090(50), settings) == doctest::Approx(0.085).epsilon(0.12));
  CHECK(drop(cases_at_090(200), settings) == doctest::Approx(0.040).epsilon(0.2));
}

TEST_CASE("more runs and more cases see less, a stricter test sees more only") {
  const double plain = drop(cases_at_090(50), {3, 0.025, 0.80, 1});
  CHECK(drop(cases_at_090(50), {9, 0.025, 0.80, 1}) < plain);
  CHECK(drop(cases_at_090(100), {3, 0.025, 0.80, 1}) < plain);
  CHECK(drop(cases_at_090(50), {3, 0.001, 0.80, 1}) > plain);
}

TEST_CASE("the same seed gives the same answer") {
  CHECK(detectable_drop(cases_at_090(30), {3, 0.025, 0.80, 7}) ==
        detectable_drop(cases_at_090(30), {3, 0.025, 0.80, 7}));
}

TEST_CASE("where nothing can be lost, nothing is noticed") {
  CHECK_FALSE(detectable_drop(std::vector<std::vector<int>>(20, std::vector<int>(9, 0)), {}));
  CHECK_FALSE(detectable_drop({}, {}));
  CHECK_FALSE(detectable_drop(std::vector<std::vector<int>>(1, std::vector<int>(1, 1000)), {}));
}

TEST_CASE("a case without runs is refused") {
  const std::vector<std::vector<int>> baseline(3);
  CHECK_THROWS_WITH_AS(detectable_drop(baseline, {}), "a case needs at least one run",
                       std::invalid_argument);
}
