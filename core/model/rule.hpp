#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/place.hpp"
#include "core/model/entity_id.hpp"

namespace tidemark {

/// How much an automation's failure costs.
enum class Tier { critical, standard, experimental };
std::string_view to_string(Tier tier);

/// What a finding means for the exit code.
enum class Severity {
  error,    ///< 21
  warning,  ///< none
  off,      ///< it is not looked for
};
std::string_view to_string(Severity severity);

/// The rules that tidemark ships; a workspace says which of them hold, for whom and how strictly.
enum class RuleKind {
  owners_named,      ///< a technical and an operational owner, and they differ
  golden_current,    ///< a golden set that is large enough, a baseline that is young enough
  model_probed,      ///< nothing floating without a probe
  vendor_reachable,  ///< vendors of automations have a changelog or a contact
  review_current,    ///< the last review is not longer ago than the cadence
  retirement_ahead,  ///< nothing past its day of retirement
  gate_set,          ///< a gate's margin and alert thresholds
};
inline constexpr std::size_t rule_kinds = 7;
/// `owners.named`, ...
std::string_view to_string(RuleKind kind);
/// The shipped rule that an id belongs to: its own name, or `name/anything`.
std::optional<RuleKind> rule_kind_of(std::string_view id);

/// Which entities a rule looks at. An empty list is no restriction.
struct Scope {
  std::vector<Kind> kinds;
  std::vector<Tier> tiers;         ///< only automations have one
  std::vector<std::string> tags;   ///< any of them
  std::vector<std::string> ids;    ///< globs, such as `automation:ticket-*`
  std::vector<std::string> paths;  ///< globs of the inventory's files, gitignore dialect

  bool operator==(const Scope&) const = default;
};

/// Somebody answers for what a rule would find, for a while.
struct Waiver {
  std::vector<std::string> ids;  ///< globs
  std::string owner, reason;
  std::string expires;  ///< the last day on which it holds
  Place place;

  /// The place says nothing about what is waived.
  bool operator==(const Waiver& other) const;
};

/// A shipped rule as a workspace wants it.
struct Rule {
  std::string id;
  RuleKind kind{};
  Severity severity = Severity::error;
  Scope scope;
  std::vector<Waiver> waivers;
  int cases = 20;                                                         ///< of golden_current
  std::chrono::milliseconds baseline_age = std::chrono::hours(24 * 180);  ///< of golden_current
  std::chrono::milliseconds notice{0};                                    ///< of retirement_ahead
  Place place;

  /// The place says nothing about what the rule is.
  bool operator==(const Rule& other) const;
};

}  // namespace tidemark
