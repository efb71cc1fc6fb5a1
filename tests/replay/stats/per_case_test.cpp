#include "replay/stats/per_case.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "tests/replay/stats/kit.hpp"
#include "tests/replay/stats/vectors.hpp"

using namespace tidemark::stats;

namespace {

std::string printed(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) {
    text += text.empty() ? "" : " ";
    text += decimals(value, 6);
  }
  return text;
}

/// What stands between "adj=" and the two spaces before "rejected".
std::string adjusted_in(const Vector& row) {
  const std::size_t start = row.expected.find("adj=") + 4;
  return row.expected.substr(start, row.expected.find("  ") - start);
}

}  // namespace

TEST_CASE("vectors B1 and B2: Benjamini-Hochberg and Holm on the example of 1995") {
  const std::vector<Vector> rows = vectors_of('B');
  REQUIRE(rows.size() == 2);
  const std::vector<double> p_values = numbers(rows[0].inputs);
  REQUIRE(p_values.size() == 15);
  const std::vector<double> discovered = benjamini_hochberg(p_values);
  CHECK(printed(discovered) == adjusted_in(rows[0]));
  CHECK(std::ranges::count_if(discovered, [](double q) { return q <= 0.05; }) == 4);
  const std::vector<double> blocking = holm(p_values);
  CHECK(printed(blocking) == adjusted_in(rows[1]));
  CHECK(std::ranges::count_if(blocking, [](double p) { return p <= 0.05; }) == 3);
}

TEST_CASE("vector X1: flakiness is the share of disagreeing pairs") {
  const std::vector<Vector> rows = vectors_of('X');
  REQUIRE(rows.size() == 1);
  REQUIRE(rows[0].inputs == "AAAAAAAAA | AAAAAAAAB | AAAABBBCC");
  const std::vector<std::string> stable(9, "A");
  const std::vector<std::string> once{"A", "A", "A", "A", "A", "A", "A", "A", "B"};
  const std::vector<std::string> often{"A", "A", "A", "A", "B", "B", "B", "C", "C"};
  CHECK(decimals(flakiness(stable), 9) + " " + decimals(flakiness(once), 9) + " " +
            decimals(flakiness(often), 9) ==
        rows[0].expected);
}

TEST_CASE("flakiness of scores leaves missing runs out") {
  CHECK(flakiness(runs_of("1111....0")) == doctest::Approx(0.4));
  CHECK(flakiness(runs_of("1........")) == 0.0);
}

TEST_CASE("adjusted values stay with their p-value in any order") {
  const std::vector<double> p_values{0.5, 0.01, 0.04};
  CHECK(printed(holm(p_values)) == "0.500000 0.030000 0.080000");
  CHECK(printed(benjamini_hochberg(p_values)) == "0.500000 0.030000 0.060000");
  CHECK(holm({}).empty());
  CHECK(benjamini_hochberg({}).empty());
}

TEST_CASE("a p-value that is none is refused") {
  const std::vector<double> broken{0.5, std::nan("")};
  const std::vector<double> above{1.5};
  const char* message = "a p-value must be a number from 0 to 1";
  CHECK_THROWS_WITH_AS(holm(broken), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS(benjamini_hochberg(above), message, std::invalid_argument);
}

TEST_CASE("a critical case that passed 9 of 9 alarms at 0 of 3, hardly at 1 of 3") {
  const Cases cases{case_of("111111111 / 000"), case_of("111111111 / 100"),
                    case_of("111111111 / 111")};
  CHECK(printed(p_worse_per_case(cases, 0)) == "0.004545 0.045455 1.000000");
}
