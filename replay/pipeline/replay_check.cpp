#include "replay/pipeline/replay_check.hpp"

#include <algorithm>

#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"
#include "replay/compare/scoring.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/golden/golden_set.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

policy::GoldenFacts ReplayCheck::look_at(const Entity& automation) {
  comparators(automation);
  return golden(automation);
}

policy::GoldenFacts ReplayCheck::golden(const Entity& automation) {
  policy::GoldenFacts facts;
  const ReplaySpec& replay = *automation.replay;
  std::optional<GoldenSet> set;
  if (const auto text = text_of(replay.golden, "golden.invalid", automation)) {
    set = golden_in(*text, automation);
    if (set) facts.cases = set->cases.size();
  } else if (!is_there(replay.golden)) {
    findings_.add("golden.missing", Severity::error, replay.place, automation.id,
                  "the golden set " + text::printable(replay.golden) + " is missing",
                  "add it, a case a line");
  }
  if (const auto text = text_of(replay.baseline, "baseline.invalid", automation)) {
    const auto baseline = baseline_in(*text, automation);
    if (baseline) facts.recorded_at = baseline->recorded_at;
    if (baseline && set) compare(*set, *baseline, automation);
  } else if (!is_there(replay.baseline)) {
    findings_.add("baseline.missing", Severity::warning, replay.place, automation.id,
                  "no baseline is recorded", "run `tidemark record " + automation.id.name + "`");
  }
  return facts;
}

bool ReplayCheck::is_there(const std::string& path) const {
  return world_.files->find(world_.folder + path) != nullptr;
}

std::optional<std::string> ReplayCheck::text_of(const std::string& path, const std::string& rule,
                                                const Entity& automation) {
  try {
    return text_at(world_, path);
  } catch (const Error& error) {
    findings_.take(rule, error, path, automation.replay->place, automation.id);
    return std::nullopt;
  }
}

std::optional<GoldenSet> ReplayCheck::golden_in(const std::string& text, const Entity& automation) {
  const ReplaySpec& replay = *automation.replay;
  try {
    auto set = golden::read_golden_set(text, replay.golden);
    if (set.cases.empty()) {
      findings_.add("golden.invalid", Severity::error, replay.place, automation.id,
                    "the golden set " + text::printable(replay.golden) + " has no case",
                    "add some, a case a line");
    }
    return set;
  } catch (const Error& error) {
    findings_.take("golden.invalid", error, replay.golden, replay.place, automation.id);
    return std::nullopt;
  }
}

std::optional<Baseline> ReplayCheck::baseline_in(const std::string& text,
                                                 const Entity& automation) {
  const ReplaySpec& replay = *automation.replay;
  try {
    return golden::read_baseline(text, replay.baseline);
  } catch (const Error& error) {
    findings_.take("baseline.invalid", error, replay.baseline, replay.place, automation.id);
    return std::nullopt;
  }
}

/// Nothing is judged by a baseline that lacks some of the inputs.
void ReplayCheck::compare(const GoldenSet& set, const Baseline& baseline,
                          const Entity& automation) {
  const auto lacks = [&](const GoldenCase& one) {
    const BaselineCase* recorded = baseline.find(one.id);
    return recorded == nullptr || recorded->input_hash != one.input_hash;
  };
  const auto count = std::count_if(set.cases.begin(), set.cases.end(), lacks);
  if (count == 0) return;
  findings_.add(
      "baseline.incomplete", Severity::warning, automation.replay->place, automation.id,
      "the baseline lacks " + text::counted_of(static_cast<std::size_t>(count), set.cases.size(),
                                               "golden case", "golden cases"),
      "run `tidemark record --append " + automation.id.name + "`");
}

/// What a pinned plugin compares by is for itself to say, when it runs.
void ReplayCheck::comparators(const Entity& automation) {
  const auto is_pinned = [&](const std::string& id) {
    const auto& pins = world_.inventory.plugins;
    return std::any_of(pins.begin(), pins.end(),
                       [&](const PluginPin& pin) { return pin.id == id; });
  };
  const auto make = [&](const ComparatorSpec& spec, const std::string& where) {
    ComparatorSpec known = spec;
    if (is_pinned(spec.comparator)) known = {"exact", spec.at, spec.primary};
    return compare::make_comparator(known, where);
  };
  const ReplaySpec& replay = *automation.replay;
  try {
    const compare::Scorer scorer(replay, to_string(replay.place), make);
  } catch (const Error& error) {
    findings_.take("compare.invalid", error, replay.place.file, replay.place, automation.id);
  }
}

}  // namespace tidemark::pipeline
