#include "replay/pipeline/failures.hpp"

#include <doctest/doctest.h>

namespace tidemark::pipeline {
namespace {

std::vector<std::string> sentences(const std::vector<std::pair<FailureKind, std::string>>& failed) {
  Failures failures;
  int number = 0;
  for (const auto& [kind, text] : failed) {
    failures.add({"c" + std::to_string(++number), 0, "", Failure{kind, text}, {}});
  }
  failures.add({"good", 0, "1", {}, {}});
  return failures.sentences();
}

TEST_CASE("the last lines of a program are part of one sentence") {
  CHECK(sentences(
            {{FailureKind::failed, "sh exited with status 1; last lines of stderr:\none\ntwo"}}) ==
        std::vector<std::string>{"1 trial gave no output (failed); case c1: sh exited with status "
                                 "1; last lines of stderr: one | two"});
}

TEST_CASE("a long failure is cut between two characters") {
  std::string text = "x";
  while (text.size() < 5000) text += "\xc3\xa9";
  const std::string sentence = sentences({{FailureKind::failed, text}}).front();
  CHECK(sentence.size() < 1600);
  CHECK(sentence.ends_with("\xc3\xa9..."));
}

TEST_CASE("the commonest kind comes first, with the first that failed so; what was not run last") {
  CHECK(sentences({{FailureKind::cancelled, "not run: too late"},
                   {FailureKind::cancelled, "not run: too late"},
                   {FailureKind::cancelled, "not run: too late"},
                   {FailureKind::timeout, "late"},
                   {FailureKind::failed, "one"},
                   {FailureKind::failed, "two"}}) ==
        std::vector<std::string>{"2 trials gave no output (failed); case c5: one",
                                 "1 trial gave no output (timeout); case c4: late",
                                 "3 trials were not run: too late"});
  CHECK(sentences({{FailureKind::cancelled, "not run: too late"}}).front() ==
        "1 trial was not run: too late");
  CHECK(sentences({{FailureKind::cancelled, "by itself"}}).front() ==
        "1 trial gave no output (cancelled); case c1: by itself");
}

}  // namespace
}  // namespace tidemark::pipeline
