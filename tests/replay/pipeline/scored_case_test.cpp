#include "replay/pipeline/scored_case.hpp"

#include <doctest/doctest.h>

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
      std::vector<std::string>{"1 trials gave no output (failed); case c1: sh exited with status "
                               "1; last lines of stderr: one | two"});
}

TEST_CASE("a long failure is cut between two characters") {
  std::string text = "x";
  while (text.size() < 5000) text += "\xc3\xa9";
  const std::string sentence = failure_sentences(failing_with(text)).front();
  CHECK(sentence.size() < 1600);
  CHECK(sentence.ends_with("\xc3\xa9..."));
}

}  // namespace
}  // namespace tidemark::pipeline
