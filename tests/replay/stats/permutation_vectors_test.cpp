#include <doctest/doctest.h>

#include "replay/stats/permutation.hpp"
#include "tests/replay/stats/kit.hpp"
#include "tests/replay/stats/vectors.hpp"

using namespace tidemark::stats;

namespace {

Cases counted_cases(const nlohmann::json& rows) {
  Cases cases;
  for (const nlohmann::json& row : rows) {
    cases.push_back(counted_case(row[0], row[1], row[2], row[3]));
  }
  return cases;
}

Cases graded_cases(const nlohmann::json& rows) {
  Cases cases;
  for (const nlohmann::json& row : rows) {
    cases.push_back({row[0].get<std::vector<int>>(), row[1].get<std::vector<int>>()});
  }
  return cases;
}

Cases paired_cases(const std::string& inputs) {
  return cases_of(std::stoul(field(inputs, "b")), "1 / 0") +
         cases_of(std::stoul(field(inputs, "c")), "0 / 1");
}

}  // namespace

TEST_CASE("vectors S: pass and fail, to nine decimals and against the exact fraction") {
  int checked = 0;
  for (const Vector& row : vectors_of('S')) {
    CAPTURE(row.id);
    const PermutationTest test = permutation_test(counted_cases(python(row.inputs)), 0);
    CHECK(test.exact);
    CHECK(test.observed == score_scale * std::stol(field(row.expected, "S")));
    CHECK(decimals(test.p_worse, 9) == field(row.expected, "p_worse"));
    CHECK(decimals(test.p_better, 9) == field(row.expected, "p_better"));
    CHECK(decimals(test.p_two, 9) == field(row.expected, "p_two"));
    CHECK(close(test.p_worse, fraction(field(row.expected, "exact_p_worse"))));
    ++checked;
  }
  CHECK(checked == 8);
}

TEST_CASE("vector G1: graded scores") {
  const std::vector<Vector> rows = vectors_of('G');
  REQUIRE(rows.size() == 1);
  const PermutationTest test = permutation_test(graded_cases(python(rows[0].inputs)), 0);
  CHECK(test.exact);
  CHECK(std::to_string(test.observed) == field(rows[0].expected, "S"));
  CHECK(decimals(test.p_worse, 9) == field(rows[0].expected, "p_worse"));
  CHECK(decimals(test.p_better, 9) == field(rows[0].expected, "p_better"));
  CHECK(close(test.p_worse, fraction(field(rows[0].expected, "exact"))));
}

TEST_CASE("vectors M: one run against one is McNemar's exact test") {
  int checked = 0;
  for (const Vector& row : vectors_of('M')) {
    CAPTURE(row.id);
    const PermutationTest test = permutation_test(paired_cases(row.inputs), 0);
    CHECK(decimals(test.p_worse, 9) == field(row.expected, "one"));
    CHECK(decimals(test.p_two, 9) == field(row.expected, "two"));
    ++checked;
  }
  CHECK(checked == 12);
}

TEST_CASE("vector F1: one case is Fisher's exact test") {
  const std::vector<Vector> rows = vectors_of('F');
  REQUIRE(rows.size() == 1);
  const PermutationTest test = permutation_test(cases_of(1, "111111 / 000000"), 0);
  CHECK(decimals(test.p_two, 9) == rows[0].expected);
}
