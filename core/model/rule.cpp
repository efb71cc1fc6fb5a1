#include "core/model/rule.hpp"

#include <array>
#include <tuple>

namespace tidemark {
namespace {

constexpr std::array<std::string_view, 3> tier_names = {"critical", "standard", "experimental"};
constexpr std::array<std::string_view, 3> severity_names = {"error", "warning", "off"};
constexpr std::array<std::string_view, rule_kinds> rule_names = {
    "owners.named",   "golden.current",   "model.probed", "vendor.reachable",
    "review.current", "retirement.ahead", "gate.set"};

}  // namespace

std::string_view to_string(Tier tier) { return tier_names[static_cast<std::size_t>(tier)]; }

std::string_view to_string(Severity severity) {
  return severity_names[static_cast<std::size_t>(severity)];
}

std::string_view to_string(RuleKind kind) { return rule_names[static_cast<std::size_t>(kind)]; }

std::optional<RuleKind> rule_kind_of(std::string_view id) {
  const std::string_view name = id.substr(0, id.find('/'));
  for (std::size_t i = 0; i < rule_kinds; ++i) {
    if (rule_names[i] == name) return static_cast<RuleKind>(i);
  }
  return std::nullopt;
}

bool Waiver::operator==(const Waiver& other) const {
  return std::tie(ids, owner, reason, expires) ==
         std::tie(other.ids, other.owner, other.reason, other.expires);
}

bool Rule::operator==(const Rule& other) const {
  return std::tie(id, kind, severity, scope, waivers, cases, baseline_age, notice) ==
         std::tie(other.id, other.kind, other.severity, other.scope, other.waivers, other.cases,
                  other.baseline_age, other.notice);
}

}  // namespace tidemark
