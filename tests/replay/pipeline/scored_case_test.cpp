#include "replay/pipeline/scored_case.hpp"

#include <doctest/doctest.h>

#include "replay/compare/comparator.hpp"

namespace tidemark::pipeline {
namespace {

Outcomes failing_with(const std::string& text) {
  Outcomes outcomes;
  outcomes[{"hash", 0}] = {"c1", 0, "", Failure{FailureKind::failed, text}, {}};
  return outcomes;
}

TEST_CASE("the last lines of a program are part of one sentence") {
  CHECK(
      failure_sentences(failing_with("sh exited with status 1; last lines of stderr:\none\ntwo")) ==
      std::vector<std::string>{"1 trial gave no output (failed); case c1: sh exited with status "
                               "1; last lines of stderr: one | two"});
}

TEST_CASE("a long failure is cut between two characters") {
  std::string text = "x";
  while (text.size() < 5000) text += "\xc3\xa9";
  const std::string sentence = failure_sentences(failing_with(text)).front();
  CHECK(sentence.size() < 1600);
  CHECK(sentence.ends_with("\xc3\xa9..."));
}

/// Whether a case of three runs that ended so is taken for one that hangs.
bool hangs(const std::vector<std::optional<FailureKind>>& endings) {
  GoldenCase golden;
  golden.id = "c1";
  golden.input = "1";
  golden.input_hash = "hash";
  const BaselineCase recorded{"c1", "hash", "1", {"1", "1", "1"}};
  ReplaySpec replay;
  replay.compare = {{"exact", "", true, "{}"}};
  const compare::Scorer scorer(replay, "test", compare::make_comparator);
  Outcomes outcomes;
  for (int run = 0; run < static_cast<int>(endings.size()); ++run) {
    const auto& kind = endings[static_cast<std::size_t>(run)];
    Outcome outcome{"c1", run, "1", {}, {}};
    if (kind) outcome = {"c1", run, "", Failure{*kind, "x"}, {}};
    outcomes[{"hash", run}] = outcome;
  }
  return scored_case(scorer, golden, &recorded, 3, outcomes).hanging;
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
