#include "replay/stats/planning.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "replay/stats/non_inferiority.hpp"
#include "tests/replay/stats/vectors.hpp"

using namespace tidemark::stats;

TEST_CASE("vector P2: runs needed when all outputs are identical") {
  const Vector row = vectors_of('P').back();
  REQUIRE(row.id == "P2");
  std::istringstream words(row.expected);
  int checked = 0;
  for (std::string word; words >> word; ++checked) {
    const std::size_t colon = word.find(':');
    const double margin = std::stod(field(word.substr(0, colon), "delta"));
    CHECK(decimals(runs_needed_for_identical(margin, 0.05), 6) == word.substr(colon + 1));
  }
  CHECK(checked == 5);
}

TEST_CASE("the twenty bets need some more runs than the sharpest: 43, 88 and 20 at threshold 20") {
  const auto refutes = [](std::int64_t runs, double margin) {
    const std::vector<Drop> drops{{0.0, runs}};
    return log_e_value(drops, margin) >= std::log(20.0);
  };
  CHECK(refutes(43, 0.10));
  CHECK_FALSE(refutes(42, 0.10));
  CHECK(refutes(88, 0.05));
  CHECK_FALSE(refutes(87, 0.05));
  CHECK(refutes(20, 0.20));
  CHECK_FALSE(refutes(19, 0.20));
}

TEST_CASE("planning refuses a margin or an error rate that is none") {
  const char* message = "margin and alpha must lie between 0 and 1";
  CHECK_THROWS_WITH_AS(runs_needed_for_identical(0.0, 0.05), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS(runs_needed_for_identical(0.1, 1.0), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS(runs_needed_for_identical(std::nan(""), 0.05), message,
                       std::invalid_argument);
}
