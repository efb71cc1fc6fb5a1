#include "core/policy/policy.hpp"

#include <algorithm>
#include <array>

#include "core/policy/looks.hpp"
#include "core/policy/scope.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::policy {
namespace {

/// What holds unless a workspace says otherwise.
constexpr std::array<RuleKind, 4> shipped = {RuleKind::owners_named, RuleKind::model_probed,
                                             RuleKind::vendor_reachable,
                                             RuleKind::retirement_ahead};

/// A waiver for the entity: one that holds today if there is one, else the one that expired last.
const Waiver* waiver_for(const Rule& rule, const EntityId& entity) {
  const Waiver* found = nullptr;
  const std::string id = to_string(entity);
  for (const Waiver& waiver : rule.waivers) {
    if (found != nullptr && waiver.expires <= found->expires) continue;
    if (names(waiver.ids, entity, id)) found = &waiver;
  }
  return found;
}

std::string expired(const Waiver* waiver) {
  if (waiver == nullptr) return "";
  return "; the waiver of " + text::printable(waiver->owner, 80) + " (" +
         text::printable(waiver->reason, 80) + ") expired on " + waiver->expires;
}

void judge(const Rule& rule, const View& view, std::vector<CheckFinding>& findings) {
  for (Objection& objection : objections(rule, view)) {
    const Waiver* waiver = waiver_for(rule, objection.entity.id);
    if (waiver != nullptr && view.today <= waiver->expires) continue;
    findings.push_back({rule.id, rule.severity, objection.place, objection.entity.id,
                        objection.fact + expired(waiver), std::move(objection.way_out)});
  }
}

}  // namespace

std::vector<Rule> rules_in_force(const Policy& policy) {
  std::vector<Rule> rules = policy.rules;
  for (const RuleKind kind : shipped) {
    const bool said = std::any_of(policy.rules.begin(), policy.rules.end(),
                                  [&](const Rule& rule) { return rule.kind == kind; });
    if (said) continue;
    Rule rule;
    rule.id = to_string(kind);
    rule.kind = kind;
    rule.severity = Severity::warning;
    rules.push_back(std::move(rule));
  }
  std::erase_if(rules, [](const Rule& rule) { return rule.severity == Severity::off; });
  std::sort(rules.begin(), rules.end(),
            [](const Rule& one, const Rule& other) { return one.id < other.id; });
  return rules;
}

std::vector<CheckFinding> findings_of(const View& view) {
  std::vector<CheckFinding> findings;
  for (const Rule& rule : rules_in_force(view.inventory.policy)) judge(rule, view, findings);
  return findings;
}

}  // namespace tidemark::policy
