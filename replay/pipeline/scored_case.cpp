#include "replay/pipeline/scored_case.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "core/text/counted.hpp"
#include "replay/plan/plan.hpp"
#include "replay/run/runner.hpp"
#include "replay/stats/scores.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t controlled_cases = 10;
constexpr std::size_t failure_kinds_shown = 3;

/// Enough for the last lines of a program; a report is read by people.
constexpr std::size_t longest_failure = 1500;

/// Never in the middle of a character.
std::string shortened(const std::string& text) {
  if (text.size() <= longest_failure) return text;
  std::size_t end = longest_failure;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

double mean_score(const std::vector<int>& units) {
  double sum = 0;
  int count = 0;
  for (const int unit : units) {
    if (unit == stats::missing) continue;
    sum += unit;
    ++count;
  }
  return count == 0 ? 0 : sum / count / stats::score_scale;
}

const Outcome* find(const Outcomes& outcomes, const GoldenCase& golden, int run) {
  const auto found = outcomes.find({golden.input_hash, run});
  return found == outcomes.end() ? nullptr : &found->second;
}

/// Scores the outputs of one case. Comparators are pure, so each text is scored once: runs of most
/// automations agree more often than not.
class CaseScores {
 public:
  CaseScores(const compare::Scorer& scorer, const compare::Prepared& prepared)
      : scorer_(scorer), prepared_(prepared) {}

  const compare::Scored& of(const std::string& output) {
    for (const auto& [text, scored] : known_) {
      if (*text == output) return scored;
    }
    return known_.emplace_back(&output, scorer_.score(prepared_, output)).second;
  }

 private:
  const compare::Scorer& scorer_;
  const compare::Prepared& prepared_;
  std::deque<std::pair<const std::string*, compare::Scored>> known_;
};

void score_run(CaseScores& scores, const Outcome* outcome, ScoredCase& scored) {
  auto& units = scored.evidence.candidate;
  if (outcome == nullptr || outcome->failure) {
    scored.quarantined |= outcome != nullptr && run::is_quarantined(*outcome);
    units.push_back(stats::missing);
    return;
  }
  const compare::Scored& score = scores.of(outcome->output);
  const int unit = stats::to_units(score.primary);
  const bool lowest = std::all_of(units.begin(), units.end(), [&](int other) {
    return other == stats::missing || unit < other;
  });
  if (lowest) {
    scored.shift.after_output = outcome->output;
    scored.shift.difference = score.explanation;
  }
  scored.moved = scored.moved || !score.same_output;
  units.push_back(unit);
}

/// Two runs that ended at their deadline, and none that told anything of the case.
bool is_hanging(const GoldenCase& golden, int runs, const Outcomes& outcomes) {
  int late = 0;
  for (int run = 0; run < runs; ++run) {
    const Outcome* outcome = find(outcomes, golden, run);
    if (outcome == nullptr) continue;
    if (!outcome->failure || outcome->failure->kind != FailureKind::timeout) return false;
    ++late;
  }
  return late >= 2;
}

bool two_runs_disagree(const compare::Scorer& scorer, const GoldenCase& golden,
                       const Outcomes& outcomes) {
  const Outcome* first = find(outcomes, golden, 0);
  const Outcome* second = find(outcomes, golden, 1);
  if (first == nullptr || second == nullptr || first->failure || second->failure) return false;
  return !scorer.score(scorer.prepare(golden, first->output), second->output).same_output;
}

}  // namespace

std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    if (c != '\n') {
      line += c;
    } else {
      line += line.ends_with(':') ? " " : " | ";
    }
  }
  return line;
}

ScoredCase scored_case(const compare::Scorer& scorer, const GoldenCase& golden,
                       const BaselineCase* baseline, int runs, const Outcomes& outcomes) {
  ScoredCase scored;
  scored.evidence.case_id = golden.id;
  scored.evidence.critical = golden.critical;
  scored.evidence.has_expect = golden.expect.has_value();
  scored.evidence.recorded = baseline != nullptr && baseline->input_hash == golden.input_hash;
  scored.shift = {golden.id, golden.critical, 0, 0, golden.input, "", "", ""};
  if (!scored.evidence.recorded) {
    scored.evidence.candidate.assign(static_cast<std::size_t>(runs), stats::missing);
    scored.evidence.baseline.assign(plan::second_look_runs, stats::missing);
    return scored;
  }
  const compare::Prepared prepared = scorer.prepare(golden, baseline->reference);
  CaseScores scores(scorer, prepared);
  for (const std::string& control : baseline->controls) {
    scored.evidence.baseline.push_back(stats::to_units(scores.of(control).primary));
  }
  for (int run = 0; run < runs; ++run) {
    score_run(scores, find(outcomes, golden, run), scored);
  }
  scored.hanging = is_hanging(golden, runs, outcomes);
  scored.disagrees = two_runs_disagree(scorer, golden, outcomes);
  scored.shift.before = mean_score(scored.evidence.baseline);
  scored.shift.after = mean_score(scored.evidence.candidate);
  scored.shift.before_output = baseline->reference;
  return scored;
}

std::vector<std::string> failure_sentences(const Outcomes& outcomes) {
  std::map<FailureKind, std::vector<const Outcome*>> kinds;
  for (const auto& [key, outcome] : outcomes) {
    if (outcome.failure) kinds[outcome.failure->kind].push_back(&outcome);
  }
  std::vector<std::pair<FailureKind, std::vector<const Outcome*>>> sorted(kinds.begin(),
                                                                          kinds.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    // What was not run for the failures of others explains nothing.
    const bool later = a.first == FailureKind::cancelled;
    if (later != (b.first == FailureKind::cancelled)) return !later;
    return a.second.size() > b.second.size();
  });
  if (sorted.size() > failure_kinds_shown) sorted.resize(failure_kinds_shown);
  std::vector<std::string> sentences;
  for (const auto& [kind, failed] : sorted) {
    sentences.push_back(text::counted(failed.size(), "trial", "trials") + " gave no output (" +
                        std::string(to_string(kind)) + "); case " + failed.front()->case_id + ": " +
                        shortened(one_line(failed.front()->failure->text)));
  }
  return sentences;
}

bool is_constant(const GoldenSet& golden, const Baseline& baseline, const Outcomes& outcomes) {
  std::set<std::string> inputs, outputs, references;
  for (const GoldenCase& one : golden.cases) {
    const Outcome* outcome = find(outcomes, one, 0);
    if (outcome == nullptr || outcome->failure) continue;
    inputs.insert(one.input_hash);
    outputs.insert(outcome->output);
  }
  for (const BaselineCase& one : baseline.cases) {
    if (golden.find(one.id) != nullptr) references.insert(one.reference);
  }
  return inputs.size() > 3 && outputs.size() == 1 && references.size() > 1;
}

std::vector<std::string> dead_controls(const compare::Scorer& scorer, const GoldenSet& golden,
                                       const Baseline& baseline, std::uint64_t seed) {
  std::vector<std::string> dead;
  bool alive = false;
  for (const std::size_t i : plan::sample(golden.cases.size(), controlled_cases, seed)) {
    const GoldenCase& one = golden.cases[i];
    const BaselineCase* recorded = baseline.find(one.id);
    if (recorded == nullptr) continue;
    const auto result = scorer.controls(scorer.prepare(one, recorded->reference));
    if (result.control == compare::Control::alive) alive = true;
    if (result.control == compare::Control::unequal || result.control == compare::Control::blind) {
      dead.push_back("case " + one.id + ": " + result.because);
    }
  }
  if (dead.empty() && !alive && !golden.cases.empty()) {
    dead.emplace_back("no sampled case has a value at the primary comparator's path");
  }
  return dead;
}

}  // namespace tidemark::pipeline
