#include "replay/pipeline/scored_case.hpp"

#include <doctest/doctest.h>

#include "replay/compare/comparator.hpp"

namespace tidemark::pipeline {
namespace {

GoldenCase golden_case() {
  GoldenCase golden;
  golden.id = "c1";
  golden.input = "1";
  golden.input_hash = "hash";
  return golden;
}

const BaselineCase recorded{"c1", "hash", "1", {"1", "1", "2"}};

compare::Scorer scorer() {
  ReplaySpec replay;
  replay.compare = {{"exact", "", true, "{}"}};
  return {replay, "test", compare::make_comparator};
}

/// A case after these runs.
ScoredCase after(const std::vector<Outcome>& outcomes) {
  ScoredCase scored = scored_case(scorer(), golden_case(), &recorded);
  for (const Outcome& one : outcomes) add_run(scorer(), golden_case(), recorded, one, scored);
  return scored;
}

/// Whether a case of which runs ended so is taken for one that hangs.
bool hangs(const std::vector<std::optional<FailureKind>>& endings) {
  std::vector<Outcome> outcomes;
  for (const auto& kind : endings) {
    const int run = static_cast<int>(outcomes.size());
    if (kind) {
      outcomes.push_back({"c1", run, "", Failure{*kind, "x"}, {}});
    } else {
      outcomes.push_back({"c1", run, "1", {}, {}});
    }
  }
  return after(outcomes).hangs();
}

TEST_CASE("a case keeps every score and the lowest output") {
  const ScoredCase scored = after({{"c1", 0, "1", {}, {}},
                                   {"c1", 1, "3", {}, {}},
                                   {"c1", 2, "", Failure{FailureKind::failed, "x"}, {}},
                                   {"c1", 3, "4", {}, {}}});
  CHECK(scored.evidence.baseline == std::vector<int>{1000, 1000, 0});
  CHECK(scored.evidence.candidate == std::vector<int>{1000, 0, -1, 0});
  CHECK(scored.lowest_output == "3");
  CHECK(scored.moved);
  const CaseShift shift = shift_of(golden_case(), recorded, scored);
  CHECK(shift.before == doctest::Approx(2.0 / 3));
  CHECK(shift.after == doctest::Approx(1.0 / 3));
  CHECK(shift.before_output == "1");
  CHECK(shift.after_output == "3");
}

TEST_CASE("an output that is the reference again is kept as the reference") {
  const ScoredCase scored = after({{"c1", 0, "1", {}, {}}, {"c1", 1, "1", {}, {}}});
  CHECK(&scored.lowest_output.str() == &recorded.reference.str());
  CHECK(scored.evidence.candidate == std::vector<int>{1000, 1000});
}

TEST_CASE("a report has something to say of a case whose output or mean score moved") {
  const BaselineCase steady{"c1", "hash", "1", {"1", "1", "1"}};
  const auto shifted = [&](const std::string& output) {
    ScoredCase scored = scored_case(scorer(), golden_case(), &steady);
    CHECK_FALSE(has_shifted(scored));
    add_run(scorer(), golden_case(), steady, {"c1", 0, output, {}, {}}, scored);
    return has_shifted(scored);
  };
  CHECK_FALSE(shifted("1"));
  CHECK(shifted("2"));
  CHECK(has_shifted(after({{"c1", 0, "1", {}, {}}})));
}

TEST_CASE("a second run that differs from the first disagrees, a lost one says nothing") {
  ScoredCase scored = after({{"c1", 0, "7", {}, {}}});
  compare_repeat(scorer(), golden_case(), {"c1", 1, "7", {}, {}}, scored);
  CHECK_FALSE(scored.disagrees);
  compare_repeat(scorer(), golden_case(), {"c1", 1, "", Failure{FailureKind::failed, "x"}, {}},
                 scored);
  CHECK_FALSE(scored.disagrees);
  compare_repeat(scorer(), golden_case(), {"c1", 1, "8", {}, {}}, scored);
  CHECK(scored.disagrees);
}

TEST_CASE("a case hangs when every run of it ended at its deadline, and one is no proof") {
  const auto late = FailureKind::timeout;
  CHECK(hangs({late, late, late}));
  CHECK(hangs({late, late}));
  CHECK_FALSE(hangs({late}));
  CHECK_FALSE(hangs({late, late, std::nullopt}));
  CHECK_FALSE(hangs({late, late, FailureKind::failed}));
}

}  // namespace
}  // namespace tidemark::pipeline
