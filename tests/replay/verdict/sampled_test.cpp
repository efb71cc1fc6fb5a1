#include "replay/verdict/sampled.hpp"

#include <doctest/doctest.h>

#include "tests/replay/verdict/kit.hpp"

namespace tidemark::verdict::kit {
namespace {

/// One case in nine runs of which `failed` score nothing.
Units nine(std::size_t failed) {
  Units units = runs(9, 1000);
  for (std::size_t i = 0; i < failed; ++i) units[i] = 0;
  return units;
}

TEST_CASE("not worse and refuted is PASS") {
  CHECK(said(judge(sampled())) ==
        "PASS\nmean score 1.000 -> 1.000 (+0.000) over 20 cases\n"
        "3 runs per case against 9 recorded: not shown to be worse (p = 1.0000), and a drop of "
        "0.10 is refuted (E = 90.73)");
}

TEST_CASE("worse and not refuted is REGRESSED") {
  CHECK(said(judge(sampled(20, 1000, 0))) ==
        "REGRESSED\nmean score 1.000 -> 0.000 (-1.000) over 20 cases\n"
        "3 runs per case against 9 recorded: worse (p < 0.0001), and a drop of 0.10 is not refuted "
        "(E = 0.01)");
}

TEST_CASE("worse and refuted is CHANGED") {
  CHECK(said(judge(changed())) ==
        "CHANGED\nmean score 1.000 -> 0.900 (-0.100) over 20 cases\n"
        "3 runs per case against 9 recorded: worse (p < 0.0001), and a drop of 0.30 is refuted "
        "(E = 346.69)\n"
        "within the margin, and the policy within_margin: review wants a person to accept it");
}

TEST_CASE("neither asks for the second look, and after it is INCONCLUSIVE") {
  CHECK(said(judge(with_margin(sampled(), 0.02))) ==
        "INCONCLUSIVE, look again\nmean score 1.000 -> 1.000 (+0.000) over 20 cases\n"
        "3 runs per case against 9 recorded: not shown to be worse (p = 1.0000), and a drop of "
        "0.02 is not refuted (E = 1.95)");
  CHECK(kind(with_margin(second_look(), 0.02)) == "INCONCLUSIVE");
}

TEST_CASE("the second look decides what the first could not") {
  CHECK(kind(with_margin(sampled(), 0.05)) == "INCONCLUSIVE, look again");
  CHECK(kind(with_margin(second_look(), 0.05)) == "PASS");
  CHECK(judge(second_look()).because.back() ==
        "9 runs per case against 9 recorded: not shown to be worse (p = 1.0000), and a drop of "
        "0.10 is refuted (E = 10^7)");
}

TEST_CASE("a critical case under its baseline in every run forces the second look") {
  const Evidence made = with(with_critical(sampled(), 1), 1, {900, 999, 990});
  const Judgement judgement = judge(made);
  CHECK(kind(made) == "INCONCLUSIVE, look again");
  CHECK(judgement.because.front() == "every run of a critical case fell under its baseline: c00");
}

TEST_CASE("one run of a critical case as good as its worst control run forces nothing") {
  CHECK(kind(with(with_critical(sampled(), 1), 1, {900, 1000, 900})) == "PASS");
  Evidence made = with(with_critical(sampled(), 1), 1, {900, 950, 900});
  made.cases[0].baseline.back() = 950;
  CHECK(kind(made) == "PASS");
}

TEST_CASE("a case that is not critical forces nothing") {
  CHECK(kind(with(sampled(), 1, {900, 900, 900})) == "PASS");
}

TEST_CASE("a regression needs no second look at its critical cases") {
  CHECK(kind(with_critical(sampled(20, 1000, 0), 1)) == "REGRESSED");
}

TEST_CASE("at the second look a critical case that is worse beyond chance is REGRESSED") {
  const Evidence made = with(with_critical(second_look(), 1), 1, runs(9, 900));
  CHECK(kind(made) == "REGRESSED");
  CHECK(judge(made).because.front() == "a critical case got worse beyond chance: c00");
  CHECK(kind(with(second_look(), 1, runs(9, 900))) == "PASS");
}

TEST_CASE("critical cases are a family at 1 %, adjusted by Holm") {
  // Six of nine runs lost against none of nine: p = 0.0045; five: p = 0.0147.
  CHECK(kind(with(with_critical(second_look(), 1), 1, nine(6))) == "REGRESSED");
  CHECK(kind(with(with_critical(second_look(), 2), 1, nine(6))) == "REGRESSED");
  CHECK(kind(with(with_critical(second_look(), 3), 1, nine(6))) == "PASS");
  CHECK(kind(with(with_critical(second_look(), 1), 1, nine(5))) == "PASS");
}

TEST_CASE("cases that are not critical do not dilute the family") {
  CHECK(kind(with(with_critical(second_look(90), 1), 1, nine(6))) == "REGRESSED");
}

TEST_CASE("every case of the family that is worse is named") {
  const Evidence made = with(with_critical(second_look(20), 3), 2, runs(9, 990));
  CHECK(judge(made).because.front() == "a critical case got worse beyond chance: c00, c01");
}

TEST_CASE("a missing run of a critical case never passes") {
  const Evidence first = with(with_critical(sampled(40), 1), 1, {1000, lost, 1000});
  CHECK(kind(first) == "INCONCLUSIVE");
  CHECK(judge(first).because.front() == "a run of a critical case gave no output");
  Units one_lost = runs(9, 1000);
  one_lost.back() = lost;
  CHECK(kind(with(with_critical(second_look(), 1), 1, one_lost)) == "INCONCLUSIVE");
  CHECK(kind(with(second_look(), 1, one_lost)) == "PASS");
}

TEST_CASE("a missing run of a critical case takes CHANGED away too") {
  Evidence made = with_critical(changed(), 0);
  made.cases.back().critical = true;
  made.cases.back().candidate.back() = lost;
  for (const WithinMargin policy : {WithinMargin::pass, WithinMargin::review}) {
    made.rules.within_margin = policy;
    CHECK(kind(made) == "INCONCLUSIVE");
  }
}

TEST_CASE("fewer than min_cases cases do not pass, and no further look would help") {
  CHECK(kind(sampled(20)) == "PASS");
  CHECK(said(judge(sampled(19))) ==
        "INCONCLUSIVE\n19 cases are fewer than the 20 that a PASS needs\n"
        "mean score 1.000 -> 1.000 (+0.000) over 19 cases\n"
        "3 runs per case against 9 recorded: not shown to be worse (p = 1.0000), and a drop of "
        "0.10 is refuted (E = 69.55)");
  Evidence made = sampled(19);
  made.rules.min_cases = 19;
  CHECK(kind(made) == "PASS");
  made.rules.min_cases = 20;
  CHECK(kind(with(made, 19, {0, 0, 0})) == "REGRESSED");
}

TEST_CASE("too few cases do not pass by the policy within_margin either") {
  Evidence made = changed();
  made.rules.within_margin = WithinMargin::pass;
  CHECK(kind(made) == "PASS");
  made.rules.min_cases = 21;
  CHECK(kind(made) == "INCONCLUSIVE");
}

TEST_CASE("what hangs on missing runs is not decided") {
  // Without the lost runs it would be REGRESSED; they might have been perfect.
  Evidence made = with(sampled(), 1, {0, 0, 0});
  CHECK(kind(made) == "REGRESSED");
  made.cases[0].candidate = {0, 0, lost};
  CHECK(kind(made) == "INCONCLUSIVE, look again");
}

TEST_CASE("what hangs on missing runs says so, and names the cases that the baseline lacks") {
  Evidence made = second_look(20);
  made.cases[0].recorded = false;
  CHECK(said(judge(made)) ==
        "INCONCLUSIVE\nmean score 1.000 -> 1.000 (+0.000) over 20 cases\n"
        "9 runs per case against 9 recorded: not shown to be worse (p = 1.0000), and a drop of "
        "0.10 is not refuted (E = 8.18)\n"
        "the verdict hangs on runs that gave no output, which may have been better or worse\n"
        "1 of 20 cases is not in the baseline with the input of now (record it anew): c00");
}

}  // namespace
}  // namespace tidemark::verdict::kit
