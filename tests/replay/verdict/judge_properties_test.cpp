#include <doctest/doctest.h>

#include <algorithm>

#include "tests/replay/verdict/kit.hpp"

namespace tidemark::verdict::kit {
namespace {

constexpr std::uint32_t seeds = 250;

int score(Dice& dice, std::size_t wrong_one_in) {
  if (!dice.one_in(wrong_one_in)) return 1000;
  return dice.one_in(2) ? 0 : 500;
}

CaseEvidence some_case(Dice& dice, const Evidence& made, std::size_t number) {
  CaseEvidence one{id_of(number), dice.one_in(12), dice.one_in(2), !dice.one_in(60), {}, {}};
  const std::size_t candidates =
      made.rules.deterministic ? 1 + dice.below(2) : (made.look == Look::first ? 3 : 9);
  const int before = score(dice, 8);
  for (int i = 0; i < 9; ++i) {
    one.baseline.push_back(made.rules.deterministic ? before : score(dice, 15));
  }
  const std::size_t wrong_one_in = 2 + dice.below(20);
  const int after = dice.one_in(8) ? score(dice, 2) : before;
  for (std::size_t i = 0; i < candidates; ++i) {
    one.candidate.push_back(made.rules.deterministic ? after : score(dice, wrong_one_in));
    if (dice.one_in(40)) one.candidate.back() = lost;
  }
  return one;
}

/// Anything that may come from a replay, from hopeless to flawless.
Evidence some_evidence(std::uint32_t seed) {
  Dice dice(seed);
  Evidence made;
  made.rules.deterministic = dice.one_in(3);
  made.rules.within_margin = dice.one_in(2) ? WithinMargin::pass : WithinMargin::review;
  made.rules.margin = 0.05 + 0.05 * static_cast<double>(dice.below(6));
  made.rules.min_score = dice.one_in(2) ? 0.5 : 0.85;
  made.look = dice.one_in(2) ? Look::first : Look::second;
  const std::size_t cases = 17 + dice.below(15);
  for (std::size_t i = 0; i < cases; ++i) made.cases.push_back(some_case(dice, made, i));
  made.constant_output = dice.one_in(30);
  if (dice.one_in(30)) made.dead_controls = {"case c00: blind"};
  return made;
}

bool is_green(const Evidence& made) { return judge(made).kind == VerdictKind::pass; }

TEST_CASE("the evidence of these tests reaches every verdict but those a person gives") {
  std::vector<std::size_t> counts(8);
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    ++counts[static_cast<std::size_t>(judge(some_evidence(seed)).kind)];
  }
  for (const VerdictKind kind :
       {VerdictKind::pass, VerdictKind::changed, VerdictKind::inconclusive, VerdictKind::not_tested,
        VerdictKind::error, VerdictKind::regressed}) {
    CAPTURE(to_string(kind));
    CHECK(counts[static_cast<std::size_t>(kind)] >= 5);
  }
}

TEST_CASE("every judgement gives a reason, and the same one for the same evidence") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    const Judgement judgement = judge(some_evidence(seed));
    REQUIRE_FALSE(judgement.because.empty());
    for (const std::string& sentence : judgement.because) CHECK_FALSE(sentence.empty());
    const Judgement again = judge(some_evidence(seed));
    CHECK(said(judgement) == said(again));
    CHECK(judgement.measured == again.measured);
  }
}

TEST_CASE("only what cannot be decided yet asks for a second look, and only once") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    const Evidence made = some_evidence(seed);
    const Judgement judgement = judge(made);
    if (!judgement.needs_second_look) continue;
    CHECK(made.look == Look::first);
    CHECK_FALSE(made.rules.deterministic);
    CHECK(judgement.kind != VerdictKind::pass);
    CHECK(judgement.kind != VerdictKind::regressed);
  }
}

TEST_CASE("losing a run never makes a verdict green") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    Evidence made = some_evidence(seed);
    const bool before = is_green(made);
    Dice dice(seed + 1'000'000);
    auto& candidate = made.cases[dice.below(made.cases.size())].candidate;
    candidate[dice.below(candidate.size())] = lost;
    if (is_green(made)) CHECK(before);
  }
}

TEST_CASE("lowering a score never makes a verdict green") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    Evidence made = some_evidence(seed);
    const bool before = is_green(made);
    Dice dice(seed + 2'000'000);
    auto& candidate = made.cases[dice.below(made.cases.size())].candidate;
    int& units = candidate[dice.below(candidate.size())];
    if (units == lost) continue;
    units = dice.one_in(2) ? 0 : units / 2;
    if (is_green(made)) CHECK(before);
  }
}

TEST_CASE("losing a run never makes a regression") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    Evidence made = some_evidence(seed);
    const VerdictKind before = judge(made).kind;
    Dice dice(seed + 3'000'000);
    auto& candidate = made.cases[dice.below(made.cases.size())].candidate;
    candidate[dice.below(candidate.size())] = lost;
    if (judge(made).kind == VerdictKind::regressed) CHECK(before == VerdictKind::regressed);
  }
}

TEST_CASE("the order of the cases does not matter") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    Evidence made = some_evidence(seed);
    const Judgement judgement = judge(made);
    std::shuffle(made.cases.begin(), made.cases.end(), std::mt19937(seed));
    const Judgement shuffled = judge(made);
    CHECK(judgement.kind == shuffled.kind);
    CHECK(judgement.needs_second_look == shuffled.needs_second_look);
    CHECK(judgement.measured.p_worse == doctest::Approx(shuffled.measured.p_worse));
    CHECK(judgement.measured.log_e == doctest::Approx(shuffled.measured.log_e));
  }
}

}  // namespace
}  // namespace tidemark::verdict::kit
