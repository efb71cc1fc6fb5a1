#include "replay/verdict/judge.hpp"

#include <doctest/doctest.h>

#include "tests/replay/verdict/kit.hpp"

namespace tidemark::verdict::kit {
namespace {

Evidence with_unrecorded(Evidence made, std::size_t first) {
  for (std::size_t i = 0; i < first; ++i) {
    made.cases[i].recorded = false;
    made.cases[i].baseline = runs(9, lost);
    made.cases[i].candidate = runs(made.cases[i].candidate.size(), lost);
  }
  return made;
}

/// The first runs of the first cases failed.
Evidence with_failures(Evidence made, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) made.cases[i].candidate.front() = lost;
  return made;
}

TEST_CASE("no case is NOT_TESTED, never a pass") {
  CHECK(said(judge({})) == "NOT_TESTED\nthe golden set has no case");
  Evidence none = deterministic(0);
  none.failures = {"1 trials failed with load"};
  CHECK(said(judge(none)) == "NOT_TESTED\nthe golden set has no case\n1 trials failed with load");
}

TEST_CASE("up to a tenth of the cases may be missing in the baseline") {
  CHECK(kind(with_unrecorded(sampled(30), 3)) != "NOT_TESTED");
  CHECK(kind(with_unrecorded(sampled(20), 2)) != "NOT_TESTED");
  CHECK(kind(with_unrecorded(sampled(100), 10)) != "NOT_TESTED");
  CHECK(said(judge(with_unrecorded(sampled(29), 3))) ==
        "NOT_TESTED\nthe baseline does not hold 3 of 29 golden inputs (c00, c01, c02): record it "
        "again");
  CHECK(said(judge(with_unrecorded(deterministic(20), 7))) ==
        "NOT_TESTED\nthe baseline does not hold 7 of 20 golden inputs (c00, c01, c02, c03, c04 and "
        "2 more): record it again");
}

TEST_CASE("an unrecorded case is never taken for a good one") {
  CHECK(kind(with_unrecorded(deterministic(20), 1)) == "INCONCLUSIVE");
  CHECK(kind(with_unrecorded(sampled(15), 1)) == "INCONCLUSIVE, look again");
}

TEST_CASE("one critical case that the baseline does not hold is NOT_TESTED") {
  CHECK(said(judge(with_unrecorded(with_critical(sampled(100), 1), 1))) ==
        "NOT_TESTED\nthe baseline does not hold 1 of 100 golden inputs (c00): record it again");
  CHECK(kind(with_unrecorded(with_critical(deterministic(100), 1), 1)) == "NOT_TESTED");
}

TEST_CASE("a dead detector voids whatever the scores say") {
  for (Evidence made : {sampled(), sampled(20, 1000, 0), deterministic(), changed()}) {
    made.dead_controls = {"case c03: no mutation of it is noticed"};
    made.failures = {"2 trials failed with timeout"};
    CHECK(said(judge(made)) ==
          "ERROR\ndetector dead: the comparators cannot tell right from wrong, so no score means "
          "anything\ncase c03: no mutation of it is noticed\n2 trials failed with timeout");
  }
}

TEST_CASE("who has less than the margin to lose is never seen to lose it") {
  CHECK(
      said(judge(sampled(20, 90, 0))) ==
      "ERROR\ndetector dead: the control runs themselves score 0.090 on average, so a drop of 0.10 "
      "could not be seen (scrub what may vary, or compare it otherwise)");
  CHECK(kind(deterministic(20, 0, 0)) == "ERROR");
  CHECK(kind(sampled(20, 100, 100)) != "ERROR");
  Evidence wide = sampled(20, 250, 250);
  wide.rules.margin = 0.30;
  CHECK(kind(wide) == "ERROR");
}

TEST_CASE("a tenth of the trials may fail, not more") {
  CHECK(kind(with_failures(deterministic(20), 2)) == "INCONCLUSIVE");
  CHECK(said(judge(with_failures(deterministic(20), 3))) ==
        "ERROR\n3 of 20 trials gave no output; at least 90 % are needed");
  CHECK(kind(with_failures(sampled(20), 6)) == "INCONCLUSIVE, look again");
  CHECK(said(judge(with_failures(sampled(20), 7))) ==
        "ERROR\n7 of 60 trials gave no output; at least 90 % are needed");
  CHECK(kind(with_failures(sampled(30, 1000, 0), 9)) == "REGRESSED");
  CHECK(kind(with_failures(sampled(30, 1000, 0), 10)) == "ERROR");
}

TEST_CASE("a quarantined case is an ERROR that names it, and no second look is spent on it") {
  Evidence facts = with_failures(deterministic(100), 1);
  facts.quarantined = {"c00"};
  facts.failures = {"1 trials gave no output (plugin_crash); case c00: died"};
  CHECK(said(judge(facts)) ==
        "ERROR\n1 of 100 cases killed the plugin's worker again and again and is quarantined: c00\n"
        "1 trials gave no output (plugin_crash); case c00: died");
  Evidence samples = with(sampled(100), 2, runs(3, lost));
  samples.quarantined = {"c00", "c01"};
  CHECK(
      said(judge(samples)) ==
      "ERROR\n2 of 100 cases killed the plugin's worker again and again and are quarantined: c00, "
      "c01");
  samples.look = Look::second;
  CHECK(kind(samples) == "ERROR");
}

TEST_CASE("a case that never answers in time is an ERROR that names it") {
  Evidence samples = with(sampled(100), 1, runs(3, lost));
  samples.hanging = {"c00"};
  CHECK(said(judge(samples)) ==
        "ERROR\n1 of 100 cases gave no answer in time, again and again, and is quarantined: c00");
  samples.quarantined = {"c01"};
  CHECK(said(judge(samples)) ==
        "ERROR\n1 of 100 cases killed the plugin's worker again and again and is quarantined: c01\n"
        "1 of 100 cases gave no answer in time, again and again, and is quarantined: c00");
}

TEST_CASE("what got worse beside a quarantined case is REGRESSED, and the case is named") {
  for (Evidence made : {deterministic(20, 1000, 0), sampled(20, 1000, 0)}) {
    made.quarantined = {"c00"};
    const Judgement judgement = judge(made);
    CHECK(judgement.kind == VerdictKind::regressed);
    CHECK(judgement.because.back() ==
          "1 of 20 cases killed the plugin's worker again and again and is quarantined: c00");
  }
}

TEST_CASE("among too many lost trials the quarantined cases are named") {
  Evidence made = with_failures(deterministic(20), 3);
  made.quarantined = {"c00", "c01", "c02"};
  CHECK(said(judge(made)) ==
        "ERROR\n3 of 20 trials gave no output; at least 90 % are needed\n"
        "3 of 20 cases killed the plugin's worker again and again and are quarantined: c00, c01, "
        "c02");
}

TEST_CASE("neither the margin nor the floor makes a quarantined case anything but an ERROR") {
  Evidence made = changed();
  made.quarantined = {"c00"};
  CHECK(kind(made) == "ERROR");
  made.rules.within_margin = WithinMargin::pass;
  CHECK(kind(made) == "ERROR");
  Evidence broken = with_expect(sampled(20, 400, 400), 0.5);
  broken.quarantined = {"c00"};
  CHECK(kind(broken) == "ERROR");
}

TEST_CASE("cases without any run are an ERROR") {
  CHECK(said(judge(evidence(20, 1000, 1000, 0))) ==
        "ERROR\n0 of 0 trials gave no output; at least 90 % are needed");
}

TEST_CASE("repeats that disagree are an ERROR, even for a regression") {
  for (Evidence made : {deterministic(), deterministic(20, 1000, 0)}) {
    made.disagreeing = {"c04", "c11"};
    CHECK(said(judge(made)) ==
          "ERROR\ndeclared deterministic, but the same input gave different outputs (scrub what "
          "may vary): c04, c11");
  }
}

TEST_CASE("under the floor nothing passes") {
  CHECK(kind(with_expect(sampled(20, 400, 400), 0.5)) == "NOT_TESTED");
  CHECK(said(judge(with_expect(deterministic(20, 400, 400), 0.5))) ==
        "NOT_TESTED\nmean score 0.400 is under the floor min_score 0.50: too broken to compare\n"
        "no case got worse on these 20 cases");
}

TEST_CASE("without expect there is no floor") {
  CHECK(kind(sampled(20, 400, 400)) == "PASS");
  CHECK(kind(deterministic(20, 100, 100)) == "PASS");
}

TEST_CASE("only cases with expect count for the floor") {
  Evidence made = deterministic(20, 400, 400);
  made.rules.min_score = 0.5;
  made.cases.front() = {"c00", false, true, true, runs(9, 600), runs(1, 600)};
  CHECK(kind(made) == "PASS");
  made.cases.front() = {"c00", false, true, true, runs(9, 499), runs(1, 499)};
  CHECK(kind(made) == "NOT_TESTED");
}

TEST_CASE("the floor itself is not under the floor") {
  for (const int units : {110, 300, 500, 700, 900, 950}) {
    CAPTURE(units);
    const double floor = units / 1000.0;
    CHECK(kind(with_expect(sampled(20, units, units), floor)) == "PASS");
    CHECK(kind(with_expect(deterministic(23, units, units), floor)) == "PASS");
    CHECK(kind(with_expect(deterministic(23, units - 1, units - 1), floor)) == "NOT_TESTED");
  }
}

TEST_CASE("under the floor an alarm of the test is REGRESSED") {
  CHECK(kind(with_expect(changed(), 0.90)) == "CHANGED");
  const Judgement judgement = judge(with_expect(changed(), 0.95));
  CHECK(judgement.kind == VerdictKind::regressed);
  CHECK(judgement.because.front() ==
        "mean score 0.900 is under the floor min_score 0.95, and it got worse");
  Evidence passing = with_expect(changed(), 0.95);
  passing.rules.within_margin = WithinMargin::pass;
  CHECK(kind(passing) == "REGRESSED");
  CHECK(kind(with_expect(with(deterministic(), 1, {0}), 0.99)) == "REGRESSED");
}

TEST_CASE("REGRESSED wins over the floor and keeps its reason") {
  const Judgement judgement = judge(with_expect(sampled(20, 1000, 0), 0.5));
  CHECK(judgement.kind == VerdictKind::regressed);
  CHECK(judgement.because.front() == "mean score 1.000 -> 0.000 (-1.000) over 20 cases");
}

TEST_CASE("an ERROR stays an ERROR under the floor") {
  Evidence made = with_expect(deterministic(20, 100, 100), 0.5);
  made.cases.front().baseline.back() = 300;
  CHECK(said(judge(made)) == "ERROR\ndeclared deterministic, but its recorded runs disagree: c00");
}

TEST_CASE("the floor does not decide while a second look may") {
  CHECK(kind(with_expect(sampled(5, 400, 400), 0.5)) == "NOT_TESTED, look again");
  CHECK(kind(with_expect(second_look(4, 400, 400), 0.5)) == "NOT_TESTED");
}

TEST_CASE("one output for every input is an ERROR that only REGRESSED beats") {
  const std::string sentence =
      "every input gave one and the same output, and did not when the baseline was recorded";
  for (Evidence made : {sampled(), sampled(5), deterministic(), changed(),
                        with_expect(sampled(20, 400, 400), 0.5)}) {
    made.constant_output = true;
    const Judgement judgement = judge(made);
    CHECK(judgement.kind == VerdictKind::error);
    CHECK_FALSE(judgement.needs_second_look);
    CHECK(judgement.because.front() == sentence);
    CHECK(judgement.because.size() > 1);
  }
  for (Evidence made : {sampled(20, 1000, 0), deterministic(20, 1000, 0)}) {
    made.constant_output = true;
    CHECK(kind(made) == "REGRESSED");
  }
}

TEST_CASE("within the margin the policy decides") {
  Evidence made = changed();
  CHECK(judge(made).kind == VerdictKind::changed);
  CHECK(judge(made).because.back() ==
        "within the margin, and the policy within_margin: review wants a person to accept it");
  made.rules.within_margin = WithinMargin::pass;
  CHECK(judge(made).kind == VerdictKind::pass);
  CHECK(judge(made).because.back() ==
        "within the margin, which the policy within_margin: pass allows");
}

TEST_CASE("the policy within_margin says nothing of any other verdict") {
  for (Evidence made : {sampled(), sampled(5), sampled(20, 1000, 0), deterministic()}) {
    made.rules.within_margin = WithinMargin::review;
    const Judgement strict = judge(made);
    made.rules.within_margin = WithinMargin::pass;
    CHECK(said(strict) == said(judge(made)));
  }
}

TEST_CASE("failures of trials are the last sentences") {
  Evidence made = changed();
  made.failures = {"1 trials failed with timeout; case c01: no answer"};
  CHECK(judge(made).because.back() == "1 trials failed with timeout; case c01: no answer");
}

TEST_CASE("the measurement counts cases, trials and failures") {
  const Judgement judgement = judge(with_failures(with_margin(sampled(20, 900, 800), 0.25), 2));
  const Measurement& measured = judgement.measured;
  CHECK(measured.cases == 20);
  CHECK(measured.trials == 60);
  CHECK(measured.failures == 2);
  CHECK(measured.baseline_runs == 9);
  CHECK(measured.candidate_runs == 3);
  CHECK(measured.before == doctest::Approx(0.9));
  CHECK(measured.after == doctest::Approx(0.8));
  CHECK(measured.margin == 0.25);
  CHECK(measured.p_worse < 1e-6);
}

TEST_CASE("control runs of the state itself may not be worse than what it gives") {
  const auto two_sided = [](Evidence made) {
    made.rules.two_sided = 0.001;
    return said(judge(made));
  };
  CHECK(two_sided(second_look()).starts_with("PASS"));
  CHECK(two_sided(deterministic()).starts_with("PASS"));
  CHECK(kind(second_look(20, 500, 1000)) == "PASS");
  CHECK(two_sided(second_look(20, 500, 1000))
            .starts_with("CHANGED\nits recorded runs are worse than what it gives, mean score "
                         "0.500 -> 1.000"));
  CHECK(two_sided(deterministic(20, 500, 1000)).starts_with("CHANGED\n"));
  Evidence some = second_look(30);
  for (std::size_t i = 0; i < 12; ++i) some.cases[i].baseline.back() = 0;
  CHECK(two_sided(some).starts_with("CHANGED\n"));
  Evidence late = second_look(30);
  for (CaseEvidence& one : late.cases) one.baseline.insert(one.baseline.end(), 9, 0);
  CHECK(two_sided(late).starts_with("CHANGED\n"));
}

TEST_CASE("the control runs of a critical case may not be worse by themselves") {
  Evidence made = second_look(40);
  made.rules.two_sided = 0.001;
  made.cases[0].baseline = runs(9, 0);
  CHECK(said(judge(made)).starts_with("CHANGED\n"));
  made.cases[0].baseline = {1000, 1000, 1000, 1000, 1000, 0, 0, 0, 0};
  CHECK(said(judge(made)).starts_with("PASS"));
  made.cases[0].critical = true;
  CHECK(said(judge(made)).starts_with("PASS"));
  made.cases[0].baseline = {1000, 1000, 1000, 0, 0, 0, 0, 0, 0};
  CHECK(said(judge(made)).starts_with("CHANGED\n"));
  made.cases[0].critical = false;
  CHECK(said(judge(made)).starts_with("PASS"));
  made.rules.two_sided = 0.2;
  CHECK(said(judge(made)).starts_with("CHANGED\n"));
}

TEST_CASE("what gave no output is not taken for better than the control runs") {
  Evidence made = second_look(40, 900, 900);
  made.rules.two_sided = 0.001;
  for (std::size_t i = 0; i < 11; ++i) made.cases[i].candidate.front() = i < 5 ? lost : 1000;
  CHECK(said(judge(made)).starts_with("PASS"));
  Evidence varied = second_look(20, 800, 800);
  varied.rules.two_sided = 0.001;
  for (std::size_t i = 0; i < 5; ++i) varied.cases[i].candidate.front() = 1000;
  CHECK(said(judge(varied)).starts_with("PASS"));
}

}  // namespace
}  // namespace tidemark::verdict::kit
