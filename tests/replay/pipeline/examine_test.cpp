#include "replay/pipeline/examine.hpp"

#include <doctest/doctest.h>

#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline::kit {
namespace {

const std::string letters = "abcdefghijklmnopqrstuvwxyz";

Judge judge_of_letters(bool deterministic) {
  Entity entity = router();
  entity.deterministic = deterministic;
  entity.replay->compare = {{"exact", "", true, "{}"}};
  return judge_of(world_with(entity, letters, letters), entity, "head");
}

/// `runs` of each letter as it was recorded, but for the first `wrong` letters' first run.
Outcomes outcomes_of(const Judge& judge, int runs, std::size_t wrong = 0) {
  Outcomes outcomes;
  for (const GoldenCase& one : judge.golden.cases) {
    for (int run = 0; run < runs; ++run) {
      const bool is_wrong = run == 0 && outcomes.size() < wrong * static_cast<std::size_t>(runs);
      outcomes[{one.input_hash, run}] = {
          one.id, run, is_wrong ? "\"wrong\"" : one.input, {}, std::chrono::microseconds(1)};
    }
  }
  return outcomes;
}

Verdict verdict_on(const Judge& judge, const Outcomes& outcomes) {
  return judged(judge, compare::make_comparator, outcomes, "key");
}

}  // namespace

TEST_CASE("outcomes that are there are judged without making one") {
  const Judge judge = judge_of_letters(false);
  const Verdict verdict = verdict_on(judge, outcomes_of(judge, 3));
  CHECK(verdict.kind == VerdictKind::pass);
  REQUIRE(verdict.measured);
  CHECK(verdict.measured->trials == 78);
  CHECK(verdict.measured->after == 1);
  CHECK(verdict_on(judge, outcomes_of(judge, 3, 26)).kind == VerdictKind::regressed);
}

TEST_CASE("three runs that cannot decide stay undecided, since no more are made") {
  const Judge judge = judge_of_letters(false);
  const Verdict verdict = verdict_on(judge, outcomes_of(judge, 3, 2));
  CHECK(verdict.kind == VerdictKind::inconclusive);
  CHECK(verdict.because.front() == "three runs of each case cannot decide, and no more are stored");
}

TEST_CASE("what is missing of a second look is missing") {
  const Judge judge = judge_of_letters(false);
  Outcomes outcomes = outcomes_of(judge, 9);
  CHECK(verdict_on(judge, outcomes).kind == VerdictKind::pass);
  std::erase_if(outcomes,
                [](const auto& one) { return one.second.run > 2 && one.second.case_id < "t"; });
  CHECK(verdict_on(judge, outcomes).kind == VerdictKind::inconclusive);
}

TEST_CASE("of a deterministic automation one run of each case is enough, and none is not") {
  const Judge judge = judge_of_letters(true);
  Outcomes outcomes = outcomes_of(judge, 1);
  CHECK(verdict_on(judge, outcomes).kind == VerdictKind::pass);
  outcomes.erase(outcomes.begin());
  CHECK(verdict_on(judge, outcomes).kind == VerdictKind::inconclusive);
  CHECK(verdict_on(judge, {}).kind == VerdictKind::error);
}

}  // namespace tidemark::pipeline::kit
