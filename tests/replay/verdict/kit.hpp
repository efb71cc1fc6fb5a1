#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "replay/stats/scores.hpp"
#include "replay/verdict/judge.hpp"

/// Evidence in a line: so many cases, what they scored before and after.
namespace tidemark::verdict::kit {

using Units = std::vector<int>;

constexpr int lost = stats::missing;

inline Units runs(std::size_t count, int units) { return Units(count, units); }

/// `c07`, so that ids sort as they count.
inline std::string id_of(std::size_t number) {
  return (number < 10 ? "c0" : "c") + std::to_string(number);
}

/// The standard's distributions differ between libraries, its engines do not.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  bool one_in(std::size_t count) { return below(count) == 0; }

 private:
  std::mt19937 engine_;
};

/// Cases with nine control runs of `before` and so many candidate runs of `after`.
inline Evidence evidence(std::size_t cases, int before, int after, std::size_t candidates) {
  Evidence made;
  for (std::size_t i = 0; i < cases; ++i) {
    made.cases.push_back({id_of(i), false, false, true, runs(9, before), runs(candidates, after)});
  }
  return made;
}

/// What the first look sees of an automation whose runs vary.
inline Evidence sampled(std::size_t cases = 20, int before = 1000, int after = 1000) {
  return evidence(cases, before, after, 3);
}

inline Evidence second_look(std::size_t cases = 20, int before = 1000, int after = 1000) {
  Evidence made = evidence(cases, before, after, 9);
  made.look = Look::second;
  return made;
}

/// One run per case, nothing varies.
inline Evidence deterministic(std::size_t cases = 20, int before = 1000, int after = 1000) {
  Evidence made = evidence(cases, before, after, 1);
  made.rules.deterministic = true;
  return made;
}

/// The first cases score something else.
inline Evidence with(Evidence made, std::size_t first, const Units& candidate) {
  for (std::size_t i = 0; i < first; ++i) made.cases[i].candidate = candidate;
  return made;
}

inline Evidence with_critical(Evidence made, std::size_t first) {
  for (std::size_t i = 0; i < first; ++i) made.cases[i].critical = true;
  return made;
}

inline Evidence with_margin(Evidence made, double margin) {
  made.rules.margin = margin;
  return made;
}

/// Two of twenty cases are lost altogether: worse beyond chance, and less than the margin of 0.30.
inline Evidence changed() {
  Evidence made = with_margin(with(sampled(), 2, runs(3, 0)), 0.30);
  made.rules.within_margin = WithinMargin::review;
  return made;
}

inline Evidence with_expect(Evidence made, double min_score) {
  for (CaseEvidence& one : made.cases) one.has_expect = true;
  made.rules.min_score = min_score;
  return made;
}

/// `KIND`, with ", look again" when it asks for the second look; a line per sentence.
inline std::string said(const Judgement& judgement) {
  std::string text(to_string(judgement.kind));
  if (judgement.needs_second_look) text += ", look again";
  for (const std::string& sentence : judgement.because) text += "\n" + sentence;
  return text;
}

/// Only the kind and whether it looks again.
inline std::string kind(const Evidence& made) {
  const Judgement judgement = judge(made);
  return std::string(to_string(judgement.kind)) +
         (judgement.needs_second_look ? ", look again" : "");
}

}  // namespace tidemark::verdict::kit
