#include "replay/pipeline/recording_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/json/json.hpp"
#include "replay/compare/case_scorer.hpp"
#include "replay/pipeline/outage.hpp"
#include "replay/pipeline/scored_case.hpp"
#include "replay/stats/scores.hpp"

namespace tidemark::pipeline {
namespace {

std::string not_recorded(const Entity& automation, const std::string& fact) {
  return to_string(automation.id) + ": not recorded: " + fact;
}

bool is_empty(const std::string& output) {
  return output == "null" || output == "\"\"" || output == "{}" || output == "[]";
}

/// A failure that explains itself, if there is one: what was not run for the failures of others
/// explains nothing.
const Outcome* telling_failure(const std::vector<Outcome>& outcomes) {
  const Outcome* any = nullptr;
  for (const Outcome& one : outcomes) {
    if (!one.failure) continue;
    if (one.failure->kind != FailureKind::cancelled) return &one;
    any = &one;
  }
  return any;
}

/// Why a trial that was run has no output.
std::string failure_sentence(const Outcome& outcome) {
  return fmt::format("case {}, run {}: {}: {}", outcome.case_id, outcome.run,
                     to_string(outcome.failure->kind), outcome.failure->text);
}

void check_failures(const Entity& automation, const std::vector<Outcome>& outcomes) {
  const Outcome* failed = telling_failure(outcomes);
  if (failed == nullptr) return;
  const bool is_unserved = std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& one) {
    return !one.failure || is_of_the_service(one.failure->kind);
  });
  const std::string sentence = not_recorded(automation, failure_sentence(*failed));
  if (is_unserved) throw Unserved(Fault::evaluation, sentence);
  throw Error(Fault::evaluation, sentence);
}

void check_outputs(const Entity& automation, const std::vector<Outcome>& outcomes) {
  for (const Outcome& outcome : outcomes) {
    if (is_empty(outcome.output)) {
      refuse_recording(Fault::evaluation, automation,
                       fmt::format("case {}, run {} gave an empty output {}", outcome.case_id,
                                   outcome.run, outcome.output));
    }
  }
}

double mean_score(const compare::Scorer& scorer, const GoldenCase& golden,
                  const BaselineCase& recorded, Quality& quality) {
  compare::CaseScorer scores(scorer, golden, recorded.reference);
  double sum = 0;
  for (const SharedText& control : recorded.controls) {
    const compare::Scored& scored = scores.score(control);
    sum += static_cast<double>(stats::to_units(scored.primary)) / stats::score_scale;
    if (!scored.same_output) {
      quality.all_agree = false;
      quality.disagreeing = golden.id;
    }
  }
  return sum / static_cast<double>(recorded.controls.size());
}

bool is_json_within_text(std::string_view canonical) {
  // Most outputs tell by their first characters, and are not read twice.
  if (!canonical.starts_with("\"{") && !canonical.starts_with("\"[")) return false;
  const json::Value text = json::parse(canonical, "an output");
  try {
    json::parse(*text.string(), "a text");
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

void refuse_recording(Fault fault, const Entity& automation, const std::string& fact) {
  throw Error(fault, not_recorded(automation, fact));
}

void check_outcomes(const Entity& automation, const std::vector<Outcome>& outcomes) {
  check_failures(automation, outcomes);
  check_outputs(automation, outcomes);
}

Quality quality_of(const Judge& judge, const Baseline& recorded, Session& session) {
  const std::vector<BaselineCase>& cases = recorded.cases;
  const compare::Scorer scorer(judge.replay, to_string(judge.replay.place),
                               session.comparators(judge));
  Quality quality;
  double sum = 0, expected_sum = 0;
  std::size_t expected = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const GoldenCase& golden = judge.golden.cases[i];
    const double mean = mean_score(scorer, golden, cases[i], quality);
    sum += mean;
    if (!golden.expect) continue;
    expected_sum += mean;
    ++expected;
  }
  quality.mean = sum / static_cast<double>(cases.size());
  if (expected != 0) quality.expected_mean = expected_sum / static_cast<double>(expected);
  quality.dead_controls = dead_controls(scorer, judge.golden, recorded, 0);
  return quality;
}

void check_quality(const Entity& automation, const Quality& quality) {
  if (!quality.dead_controls.empty()) {
    refuse_recording(Fault::evaluation, automation,
                     "nothing could be told from it: " + quality.dead_controls.front());
  }
  const double floor = automation.replay->gate.min_score;
  if (quality.expected_mean < floor) {
    refuse_recording(
        Fault::evaluation, automation,
        fmt::format("the mean score {:.3f} is under min_score {:.2f}; a broken state is no "
                    "baseline",
                    quality.expected_mean, floor));
  }
  if (automation.deterministic && !quality.all_agree) {
    refuse_recording(Fault::evaluation, automation,
                     "declared deterministic, but repeats of case " + quality.disagreeing +
                         " differ (scrub what may vary, or drop `deterministic: true`)");
  }
  const double margin = automation.replay->gate.margin;
  if (quality.mean < margin) {
    refuse_recording(
        Fault::evaluation, automation,
        fmt::format("the control runs score {:.3f} on average against the reference, so a drop of "
                    "{:.2f} could never be seen (scrub what may vary, or compare it otherwise)",
                    quality.mean, margin));
  }
}

bool are_json_within_texts(const std::vector<BaselineCase>& cases) {
  return !cases.empty() && std::all_of(cases.begin(), cases.end(), [](const BaselineCase& one) {
    return is_json_within_text(one.reference.str());
  });
}

}  // namespace tidemark::pipeline
