#pragma once

#include <optional>
#include <string>

#include "core/change/changes.hpp"
#include "core/model/golden.hpp"
#include "core/policy/policy.hpp"
#include "replay/pipeline/check_findings.hpp"

namespace tidemark::pipeline {

/// Finds what would keep automations from being replayed, their runners apart: golden sets,
/// baselines and comparators.
class ReplayCheck {
 public:
  /// Both must outlive it.
  ReplayCheck(const change::World& world, CheckFindings& findings)
      : world_(world), findings_(findings) {}

  /// What the rules want to know of an automation that has a replay section.
  policy::GoldenFacts look_at(const Entity& automation);

 private:
  policy::GoldenFacts golden(const Entity& automation);
  bool is_there(const std::string& path) const;
  std::optional<std::string> text_of(const std::string& path, const std::string& rule,
                                     const Entity& automation);
  std::optional<GoldenSet> golden_in(const std::string& text, const Entity& automation);
  std::optional<Baseline> baseline_in(const std::string& text, const Entity& automation);
  void compare(const GoldenSet& set, const Baseline& baseline, const Entity& automation);
  void comparators(const Entity& automation);

  const change::World& world_;
  CheckFindings& findings_;
};

}  // namespace tidemark::pipeline
