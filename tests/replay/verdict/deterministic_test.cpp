#include "replay/verdict/deterministic.hpp"

#include <doctest/doctest.h>

#include "tests/replay/verdict/kit.hpp"

namespace tidemark::verdict::kit {
namespace {

Evidence reviewed(Evidence made) {
  made.rules.within_margin = WithinMargin::review;
  return made;
}

TEST_CASE("no case lower is PASS on these cases, and replicates are no cases") {
  CHECK(said(judge(deterministic(20))) == "PASS\nno case got worse on these 20 cases");
  CHECK(said(judge(with(deterministic(12), 10, {1000, 1000}))) ==
        "PASS\nno case got worse on these 12 cases");
}

TEST_CASE("few cases pass when nothing varies: min_cases is for samples") {
  CHECK(said(judge(deterministic(1))) == "PASS\nno case got worse, and there is only one");
}

TEST_CASE("some cases lower is CHANGED") {
  CHECK(said(judge(reviewed(with(deterministic(20), 1, {900})))) ==
        "CHANGED\n1 of 20 cases got worse: c00\n"
        "mean score 1.000 -> 0.995 (-0.005) over 20 cases\n"
        "within the margin, and the policy within_margin: review wants a person to accept it");
}

TEST_CASE("a change within the margin passes where the policy says so") {
  CHECK(said(judge(with(deterministic(20), 2, {999}))) ==
        "PASS\n2 of 20 cases got worse: c00, c01\n"
        "mean score 1.000 -> 1.000 (-0.000) over 20 cases\n"
        "within the margin, which the policy within_margin: pass allows");
}

TEST_CASE("a drop of exactly the margin is REGRESSED, a thousandth less is not") {
  CHECK(said(judge(with(deterministic(20), 2, {0}))) ==
        "REGRESSED\n2 of 20 cases got worse, mean score 1.000 -> 0.900 (-0.100) over 20 cases: a "
        "drop of 0.10 or more must not pass");
  Evidence made = reviewed(with(deterministic(20), 2, {0}));
  made.cases[1].candidate = {1};
  CHECK(kind(made) == "CHANGED");
}

TEST_CASE("the margin is reached exactly for margins that are no binary fractions") {
  for (const int margin : {10, 70, 100, 150, 300, 350, 700}) {
    CAPTURE(margin);
    const double share = margin / 1000.0;
    CHECK(kind(with_margin(deterministic(7, 1000, 1000 - margin), share)) == "REGRESSED");
    CHECK(kind(with_margin(deterministic(7, 1000, 1001 - margin), share)) == "PASS");
  }
}

TEST_CASE("gains count against losses in the mean, and are told") {
  Evidence made = reviewed(deterministic(20, 500, 500));
  made.cases[0].candidate = {0};
  made.cases[1].candidate = {1000};
  CHECK(said(judge(made)) ==
        "CHANGED\n1 of 20 cases got worse: c00\n"
        "mean score 0.500 -> 0.500 (+0.000) over 20 cases\n1 of 20 cases got better\n"
        "within the margin, and the policy within_margin: review wants a person to accept it");
}

TEST_CASE("only better cases are a PASS that says so") {
  CHECK(said(judge(with(deterministic(20, 500, 500), 3, {1000}))) ==
        "PASS\nno case got worse on these 20 cases\n3 of 20 cases got better");
}

TEST_CASE("one critical case lower is REGRESSED, however little") {
  CHECK(said(judge(with(with_critical(deterministic(200), 1), 1, {999}))) ==
        "REGRESSED\na critical case got worse: c00\n1 of 200 cases got worse\n"
        "mean score 1.000 -> 1.000 (-0.000) over 200 cases");
  CHECK(kind(with(with_critical(deterministic(20, 500, 500), 1), 1, {501})) == "PASS");
}

TEST_CASE("a failure keeps a PASS away and makes no REGRESSED") {
  CHECK(said(judge(with(deterministic(20), 2, {lost}))) ==
        "INCONCLUSIVE\n2 of 20 cases gave no output, which may hide a drop: c00, c01");
  CHECK(kind(with(with_critical(deterministic(20), 1), 1, {lost})) == "INCONCLUSIVE");
}

TEST_CASE("a drop that a lost gain might have made up for is not REGRESSED") {
  Evidence made = deterministic(20, 1000, 1000);
  made.cases[0].candidate = made.cases[1].candidate = {0};
  CHECK(kind(made) == "REGRESSED");
  made.cases[2].baseline = runs(9, 0);
  made.cases[2].candidate = {1000};
  CHECK(kind(made) == "PASS");
  made.cases[2].candidate = {lost};
  CHECK(kind(made) == "INCONCLUSIVE");
}

TEST_CASE("failures beside a proven drop do not hide it") {
  CHECK(kind(with(deterministic(20, 1000, 0), 1, {lost})) == "REGRESSED");
  Evidence made = with(with_critical(deterministic(20), 1), 1, {900});
  made.cases[1].candidate = {lost};
  CHECK(kind(made) == "REGRESSED");
}

TEST_CASE("a repeat that failed keeps a PASS away") {
  CHECK(kind(with(deterministic(20), 1, {1000, lost})) == "INCONCLUSIVE");
  CHECK(kind(with(deterministic(20), 1, {lost, 1000})) == "INCONCLUSIVE");
}

TEST_CASE("a repeat that failed does not hide what the other run shows") {
  CHECK(kind(with(with_critical(deterministic(20), 1), 1, {lost, 0})) == "REGRESSED");
  CHECK(kind(with(with_critical(deterministic(20), 1), 1, {0, lost})) == "REGRESSED");
}

TEST_CASE("recorded runs that disagree void the verdict, even of a regression") {
  for (Evidence made : {deterministic(20), deterministic(20, 1000, 0)}) {
    made.cases[3].baseline = {1000, 1000, 1000, 1000, 999, 1000, 1000, 1000, 1000};
    CHECK(said(judge(made)) ==
          "ERROR\ndeclared deterministic, but its recorded runs disagree: c03");
  }
}

TEST_CASE("facts need no second look") {
  for (const Evidence& made :
       {deterministic(3), with(deterministic(), 1, {lost}), deterministic(20, 1000, 0)}) {
    CHECK_FALSE(judge(made).needs_second_look);
  }
}

}  // namespace
}  // namespace tidemark::verdict::kit
