#include "replay/pipeline/append.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

namespace tidemark::pipeline {
namespace {

GoldenSet golden_of(std::vector<std::pair<std::string, std::string>> cases) {
  GoldenSet golden;
  for (auto& [id, hash] : cases) {
    golden.cases.emplace_back();
    golden.cases.back().id = id;
    golden.cases.back().input_hash = hash;
  }
  return golden;
}

std::string words(const std::vector<Trial>& trials) {
  std::string text;
  for (const Trial& trial : trials) text += trial.case_id + std::to_string(trial.run) + ' ';
  return text;
}

Baseline baseline() {
  Baseline made;
  made.runs = 2;
  made.cases = {{"a", "1", "A0", {"A1", "A2"}}, {"b", "1", "B0", {"B1", "B2"}}};
  return made;
}

const std::vector<Trial> wanted = {{"a", 0, ""}, {"b", 0, ""}, {"c", 0, ""}, {"a", 2, ""},
                                   {"a", 3, ""}, {"b", 3, ""}, {"c", 3, ""}};

TEST_CASE("a baseline lacks new cases, cases whose input was changed, and further runs") {
  const GoldenSet golden = golden_of({{"a", "1"}, {"b", "2"}, {"c", "1"}});
  CHECK(words(lacking(wanted, golden, baseline())) == "b0 c0 a3 b3 c3 ");
}

TEST_CASE("a baseline that has all lacks nothing") {
  const GoldenSet golden = golden_of({{"a", "1"}});
  CHECK(lacking({{"a", 0, ""}, {"a", 1, ""}, {"a", 2, ""}}, golden, baseline()).empty());
}

TEST_CASE("what is kept has its runs, and what the golden set has no more goes") {
  std::string text;
  for (const Outcome& one : kept(baseline(), golden_of({{"a", "1"}, {"c", "1"}}))) {
    text += one.case_id + std::to_string(one.run) + '=' + one.output + ' ';
  }
  CHECK(text == "a0=A0 a1=A1 a2=A2 ");
}

TEST_CASE(
    "a baseline is added to by the models that it was recorded with, as far as they are known") {
  Judge judge;
  judge.automation = {Kind::automation, "router"};
  judge.replay.baseline = "router.baseline.jsonl";
  Baseline before = baseline();
  CHECK_NOTHROW(need_model_of(judge, before, "m-2"));
  before.models = {"m-1"};
  CHECK_NOTHROW(need_model_of(judge, before, "m-1"));
  CHECK_NOTHROW(need_model_of(judge, before, ""));
  CHECK_THROWS_WITH_AS(
      need_model_of(judge, before, "m-2"),
      "automation:router: not recorded: router.baseline.jsonl was recorded with "
      "m-1, but m-2 answers now, and a baseline mixes no versions (record it anew: "
      "tidemark record router)",
      Error);
  before.models = {"m-1", "m-2"};
  CHECK_NOTHROW(need_model_of(judge, before, "m-2"));
}

}  // namespace
}  // namespace tidemark::pipeline
