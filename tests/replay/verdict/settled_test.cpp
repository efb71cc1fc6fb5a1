#include <doctest/doctest.h>

#include "tests/replay/verdict/kit.hpp"

namespace tidemark::verdict::kit {
namespace {

int some_score(Dice& dice, bool graded, std::size_t wrong_one_in) {
  if (!dice.one_in(wrong_one_in)) return 1000;
  return graded ? static_cast<int>(dice.below(1000)) : 0;
}

/// A look at an automation that got worse, more or less, with all its runs.
Evidence some_look(std::uint32_t seed, bool graded) {
  Dice dice(seed);
  Evidence made;
  made.rules.deterministic = !graded && dice.one_in(3);
  made.rules.within_margin = dice.one_in(2) ? WithinMargin::pass : WithinMargin::review;
  made.rules.margin = 0.05 + 0.05 * static_cast<double>(dice.below(3));
  made.rules.seed = seed;
  made.look = dice.one_in(2) ? Look::first : Look::second;
  const std::size_t runs = made.rules.deterministic ? 1 : (made.look == Look::first ? 3 : 9);
  const std::size_t wrong_one_in = 1 + dice.below(6);
  for (std::size_t i = 0; i < 20 + dice.below(15); ++i) {
    CaseEvidence one{id_of(i), dice.one_in(8), dice.one_in(2), true, {}, {}, 0};
    const int before = some_score(dice, graded, 9);
    for (int run = 0; run < 9; ++run) {
      one.baseline.push_back(made.rules.deterministic ? before : some_score(dice, graded, 9));
    }
    for (std::size_t run = 0; run < runs; ++run) {
      one.candidate.push_back(dice.one_in(60) ? lost : some_score(dice, graded, wrong_one_in));
    }
    made.cases.push_back(one);
  }
  return made;
}

/// Calls `what` for every run after the first `made` ones, every case once before any twice.
template <typename What>
void each_after(Evidence& evidence, std::size_t made, const What& what) {
  for (std::size_t run = 0; run < evidence.cases.front().candidate.size(); ++run) {
    for (CaseEvidence& one : evidence.cases) {
      if (made != 0) {
        --made;
      } else {
        what(one, one.candidate[run]);
      }
    }
  }
}

Evidence cut(Evidence evidence, std::size_t made) {
  each_after(evidence, made, [](CaseEvidence& one, int& units) {
    units = lost;
    ++one.unmade;
  });
  return evidence;
}

template <typename Score>
Evidence completed(Evidence evidence, std::size_t made, const Score& score) {
  each_after(evidence, made, [&](CaseEvidence& one, int& units) {
    units = score();
    one.unmade = 0;
  });
  return evidence;
}

std::size_t trials_of(const Evidence& evidence) {
  return evidence.cases.size() * evidence.cases.front().candidate.size();
}

/// After how many runs, looked at by tens, the look is settled; nothing when it never is.
std::optional<std::size_t> settled_after(const Evidence& look) {
  for (std::size_t made = 0; made < trials_of(look); made += 10) {
    if (is_settled(cut(look, made))) return made;
  }
  return std::nullopt;
}

/// With too many failures a regression is not known to be one.
bool is_red(const Judgement& judgement) {
  return judgement.kind == VerdictKind::regressed || judgement.kind == VerdictKind::error;
}

void check_completions(const Evidence& look, std::size_t made) {
  const auto verdict_with = [&](const auto& score) {
    return judge(completed(look, made, score)).kind;
  };
  CHECK(verdict_with([] { return 1000; }) == VerdictKind::regressed);
  CHECK(verdict_with([] { return 0; }) == VerdictKind::regressed);
  Dice dice(static_cast<std::uint32_t>(made));
  CHECK(verdict_with([&] { return static_cast<int>(dice.below(1001)); }) == VerdictKind::regressed);
  CHECK(is_red(judge(completed(look, made, [&] { return dice.one_in(4) ? lost : 1000; }))));
  CHECK(is_red(judge(completed(look, made, [] { return lost; }))));
}

void check_worlds(std::uint32_t seeds, bool graded, int expected) {
  int settled = 0;
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    const Evidence look = some_look(seed, graded);
    const auto made = settled_after(look);
    if (!made) continue;
    ++settled;
    CHECK(is_red(judge(look)));
    check_completions(look, *made);
  }
  CHECK(settled >= expected);
}

TEST_CASE("what is settled stays REGRESSED whatever the runs that were left out would score") {
  check_worlds(120, false, 25);
}

TEST_CASE("and so it does where shuffles take the place of the exact test") {
  check_worlds(12, true, 4);
}

TEST_CASE("nothing but a regression is ever settled by outputs") {
  CHECK_FALSE(is_settled(cut(sampled(40), 119)));
  CHECK_FALSE(is_settled(cut(deterministic(40), 39)));
  CHECK_FALSE(is_settled(cut(changed(), 59)));
  CHECK_FALSE(is_settled(cut(with(deterministic(40), 1, {0}), 39)));
}

TEST_CASE("a regression beyond doubt is settled by a part of one run of each case") {
  CHECK(settled_after(sampled(100, 1000, 0)).value_or(0) == 20);
  CHECK(settled_after(second_look(100, 1000, 0)).value_or(0) == 70);
  CHECK(settled_after(deterministic(100, 1000, 0)).value_or(0) == 10);
}

TEST_CASE("a lower critical case settles a deterministic automation, and no other") {
  CHECK(settled_after(with_critical(with(deterministic(100), 1, {0}), 1)) == 10);
  CHECK_FALSE(settled_after(with_critical(with(sampled(100), 1, runs(3, 0)), 1)));
}

TEST_CASE("where nothing can be judged, nothing need be run") {
  CHECK(is_settled(Evidence{}));
  Evidence dead = sampled();
  dead.dead_controls = {"case c00: blind"};
  CHECK(is_settled(cut(dead, 0)));
  Evidence unknown = sampled();
  for (std::size_t i = 0; i < 3; ++i) unknown.cases[i].recorded = false;
  CHECK(is_settled(cut(unknown, 0)));
  CHECK_FALSE(is_settled(cut(sampled(), 0)));
}

TEST_CASE("runs that were not made are no failures, and their cases are not among those run") {
  const Judgement judgement = judge(cut(deterministic(100, 1000, 0), 20));
  CHECK(judgement.kind == VerdictKind::regressed);
  CHECK(judgement.measured.trials == 20);
  CHECK(judgement.measured.failures == 0);
  CHECK(judgement.measured.cases == 20);
  CHECK(judgement.because.front() ==
        "20 of 20 cases got worse, mean score 1.000 -> 0.000 (-1.000) over 20 cases: a drop of "
        "0.10 or more must not pass");
}

TEST_CASE("too many failures among the runs that were made settle nothing") {
  Evidence look = sampled(100, 1000, 0);
  for (std::size_t i = 0; i < 20; ++i) look.cases[i].candidate[0] = lost;
  CHECK_FALSE(is_settled(cut(look, 100)));
}

}  // namespace
}  // namespace tidemark::verdict::kit
