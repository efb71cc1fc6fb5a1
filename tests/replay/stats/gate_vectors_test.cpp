#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "replay/stats/decide.hpp"
#include "tests/replay/stats/kit.hpp"
#include "tests/replay/stats/vectors.hpp"

using namespace tidemark::stats;

namespace {

const std::map<std::string, Decision> decisions{{"PASS", Decision::Pass},
                                                {"CHANGED", Decision::Changed},
                                                {"REGRESSED", Decision::Regressed},
                                                {"NEED_MORE", Decision::NeedMore},
                                                {"NOT_TESTED", Decision::NotTested}};

Cases cases_in(const nlohmann::json& vector) {
  Cases cases;
  for (const nlohmann::json& row : vector.at("cases")) {
    cases.push_back({runs_of(row[0].get<std::string>()), runs_of(row[1].get<std::string>())});
  }
  return cases;
}

void check_numbers(const Decided& decided, const nlohmann::json& expected) {
  CHECK(decided.observed == score_scale * expected.at("S").get<int>());
  CHECK(decimals(decided.p_worse, 9) == expected.at("p_dec").get<std::string>());
  if (expected.at("p").is_string()) {
    CHECK(close(decided.p_worse, fraction(expected.at("p"))));
  }
  CHECK(close_to_printed(std::exp(decided.log_e), expected.at("E_dec")));
  CHECK(decided.missing_runs == expected.at("missing").get<int>());
}

}  // namespace

TEST_SUITE_BEGIN("verdict table");

TEST_CASE("vectors GV: whole decisions") {
  int checked = 0;
  for (const nlohmann::json& vector : gate_vectors()) {
    CAPTURE(vector.at("id").get<std::string>());
    const Cases cases = cases_in(vector);
    const Decided decided = decide(cases, {});
    CHECK(decided.decision == decisions.at(vector.at("expect").at("verdict")));
    if (!cases.empty()) {
      check_numbers(decided, vector.at("expect"));
    }
    ++checked;
  }
  CHECK(checked == 16);
}

TEST_SUITE_END();
