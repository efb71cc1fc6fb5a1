#include "replay/pipeline/reference_check.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <random>

#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline::kit {
namespace {

const std::string ids = "abcdefghijklmnopqrst";

/// Twenty cases whose runs all give the case's letter.
Judge steady_judge() {
  Judge judge;
  judge.replay = *router().replay;
  judge.replay.compare = {{"exact", "", true, "{}"}};
  judge.golden = golden::read_golden_set(golden_text(ids), "golden.jsonl");
  judge.baseline = golden::read_baseline(baseline_text(ids), "baseline.jsonl");
  return judge;
}

Outcomes outcomes_of(const Judge& judge, const std::function<std::string(std::size_t)>& output) {
  Outcomes outcomes;
  for (std::size_t i = 0; i < judge.golden.cases.size(); ++i) {
    for (int run = 0; run < 3; ++run) {
      Outcome& one = outcomes[{judge.golden.cases[i].input_hash, run}];
      one.case_id = judge.golden.cases[i].id;
      one.output = output(i);
    }
  }
  return outcomes;
}

std::string unfit(const Judge& judge, const Outcomes& outcomes, double level) {
  return unfit_references(judge, compare::make_comparator, outcomes, level, 1);
}

const auto letter = [](std::size_t i) { return '"' + ids.substr(i, 1) + '"'; };

TEST_CASE("references that no run gives are not of the state that runs") {
  Judge judge = steady_judge();
  const Outcomes outcomes = outcomes_of(judge, letter);
  CHECK(unfit(judge, outcomes, 0.001).empty());
  for (std::size_t i = 0; i < 3; ++i) judge.baseline->cases[i].reference = "\"wrong\"";
  CHECK(unfit(judge, outcomes, 0.001).empty());
  CHECK(unfit(judge, outcomes, 0.2) ==
        "its runs agree with each other, but not with the recorded references");
  for (std::size_t i = 3; i < 6; ++i) judge.baseline->cases[i].reference = "\"wrong\"";
  CHECK_FALSE(unfit(judge, outcomes, 0.001).empty());
}

TEST_CASE("a deterministic automation gives each reference, or what is expected instead") {
  Judge judge = steady_judge();
  judge.rules.deterministic = true;
  const Outcomes outcomes = outcomes_of(judge, letter);
  CHECK(unfit(judge, outcomes, 0.001).empty());
  judge.baseline->cases[4].reference = "\"wrong\"";
  CHECK(unfit(judge, outcomes, 0.001) ==
        "it does not give the reference of 1 of 20 cases, and is deterministic");
  judge.golden.cases[4].expect = SharedText("\"e\"");
  CHECK(unfit(judge, outcomes, 0.001).empty());
}

TEST_CASE("cases that the baseline has for other inputs, and runs without output, tell nothing") {
  Judge judge = steady_judge();
  judge.rules.deterministic = true;
  Outcomes outcomes = outcomes_of(judge, letter);
  for (std::size_t i = 0; i < 2; ++i) judge.baseline->cases[i].reference = "\"wrong\"";
  judge.baseline->cases[0].input_hash = "another";
  for (int run = 0; run < 3; ++run) {
    outcomes[{judge.golden.cases[1].input_hash, run}].failure = Failure{FailureKind::failed, "no"};
  }
  CHECK(unfit(judge, outcomes, 0.2).empty());
}

TEST_CASE("honest references of a noisy automation look unfit as seldom as the level says") {
  std::mt19937 dice(20261201);
  const auto noisy = [&](std::size_t i) {
    return dice() % 10 < 7 ? letter(i) : "\"" + std::to_string(dice() % 3) + "\"";
  };
  int at_anew = 0, at_void = 0;
  for (int repeat = 0; repeat < 200; ++repeat) {
    Judge judge = steady_judge();
    for (std::size_t i = 0; i < ids.size(); ++i) judge.baseline->cases[i].reference = noisy(i);
    const Outcomes outcomes = outcomes_of(judge, noisy);
    at_anew += unfit(judge, outcomes, 0.2).empty() ? 0 : 1;
    at_void += unfit(judge, outcomes, 0.001).empty() ? 0 : 1;
  }
  CHECK(at_anew <= 50);
  CHECK(at_anew >= 10);
  CHECK(at_void <= 1);
}

}  // namespace
}  // namespace tidemark::pipeline::kit
