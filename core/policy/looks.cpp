#include "core/policy/looks.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/clock.hpp"
#include "core/policy/scope.hpp"
#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"

namespace tidemark::policy {
namespace {

/// One rule looking at one view, collecting what it objects to.
struct Look {
  const Rule& rule;
  const View& view;
  std::vector<Objection> found = {};

  void object(const Entity& entity, const Place& place, std::string fact, std::string way_out) {
    found.push_back({entity, place, std::move(fact), std::move(way_out)});
  }
  void object(const Entity& entity, std::string fact, std::string way_out) {
    object(entity, entity.place, std::move(fact), std::move(way_out));
  }
};

std::string shown(const std::string& text) { return text::printable(text, 80); }

std::string folded(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

/// Whether `span` after the moment `since`, UTC, the day `today` has come.
bool is_over(const std::string& since, std::chrono::milliseconds span, const std::string& today) {
  const auto from = parse_utc(since), now = parse_utc(today);
  return !from || !now || *from + span < *now;
}

void owners_named(Look& look, const Entity& automation) {
  const Owners& owners = automation.owners;
  const std::string id = to_string(automation.id);
  if (owners.technical.empty()) {
    look.object(automation, id + " has no technical owner", "add owners: {technical: ...}");
  }
  if (owners.operational.empty()) {
    look.object(automation, id + " has no operational owner", "add owners: {operational: ...}");
  }
  if (!owners.technical.empty() && folded(owners.technical) == folded(owners.operational)) {
    look.object(automation, id + " has one owner for both, " + shown(owners.technical),
                "name somebody else as technical or as operational owner");
  }
}

void golden_cases(Look& look, const Entity& automation, const GoldenFacts& facts) {
  const auto needed = static_cast<std::size_t>(look.rule.cases);
  if (!facts.cases || *facts.cases >= needed) return;
  look.object(automation, automation.replay->place,
              "the golden set of " + to_string(automation.id) + " has " +
                  text::counted(*facts.cases, "case", "cases") + ", " + std::to_string(needed) +
                  " " + text::agreeing(needed, "is", "are") + " needed",
              "add cases to " + shown(automation.replay->golden));
}

void baseline_age(Look& look, const Entity& automation, const GoldenFacts& facts) {
  const std::string way_out = "run `tidemark record " + automation.id.name + "` and review it";
  if (facts.recorded_at.empty()) {
    look.object(automation, automation.replay->place, to_string(automation.id) + " has no baseline",
                way_out);
  } else if (is_over(facts.recorded_at, look.rule.baseline_age, look.view.today)) {
    look.object(automation, automation.replay->place,
                "the baseline of " + to_string(automation.id) + " was recorded on " +
                    facts.recorded_at.substr(0, 10) + ", more than " +
                    duration_text(look.rule.baseline_age) + " ago",
                way_out);
  }
}

void golden_current(Look& look, const Entity& automation) {
  if (!automation.replay) {
    return look.object(automation, to_string(automation.id) + " has no golden set",
                       "add replay: {...}");
  }
  const auto facts = look.view.golden.find(automation.id);
  if (facts == look.view.golden.end()) return;
  golden_cases(look, automation, facts->second);
  baseline_age(look, automation, facts->second);
}

void review_current(Look& look, const Entity& automation) {
  const auto every = parse_duration(automation.review_every);
  if (!every) return;  // no cadence is set
  const std::string id = to_string(automation.id);
  const std::string way_out = "review it, and write the day: review: {last: YYYY-MM-DD}";
  if (automation.review_last.empty()) {
    look.object(
        automation,
        id + " is to be reviewed every " + automation.review_every + ", and no review is dated",
        way_out);
  } else if (is_over(automation.review_last, *every, look.view.today)) {
    look.object(automation,
                id + " is to be reviewed every " + automation.review_every + ", and was last on " +
                    automation.review_last,
                way_out);
  }
}

bool has_alerts(const Entity& automation) {
  const auto first = automation.attributes.lower_bound("alerts.");
  return first != automation.attributes.end() && first->first.starts_with("alerts.");
}

void gate_set(Look& look, const Entity& automation) {
  const std::string id = to_string(automation.id);
  if (!automation.replay || !automation.replay->gate.margin_is_set) {
    look.object(automation, automation.replay ? automation.replay->place : automation.place,
                id + " sets no margin", "add gate: {margin: 0.10} to its replay");
  }
  if (!has_alerts(automation)) {
    look.object(automation, id + " sets no alert thresholds",
                "add alerts: {score_drop: 0.05, error_rate: 0.02}");
  }
}

void model_probed(Look& look, const Entity& entity) {
  if (!entity.floating || entity.probe) return;
  look.object(entity, to_string(entity.id) + " floats, and no probe looks where it is",
              "add probe: {plugin: ...}, or pin it");
}

void retirement_ahead(Look& look, const Entity& entity) {
  const auto retires = entity.attributes.find("retires");
  if (retires == entity.attributes.end()) return;
  const auto day = parse_utc(retires->second), today = parse_utc(look.view.today);
  if (!day || !today || *today + look.rule.notice < *day) return;
  const auto replacement = entity.attributes.find("replacement");
  look.object(
      entity,
      to_string(entity.id) + (*day <= *today ? " retired on " : " retires on ") + retires->second,
      replacement == entity.attributes.end()
          ? "move what stands on it to something else, then remove it"
          : "move what stands on it to " + shown(replacement->second) + ", then remove it");
}

bool can_be_asked(const Entity& vendor) {
  return vendor.attributes.count("changelog") != 0 || vendor.attributes.count("contact") != 0;
}

/// Looks at the vendors that automations stand on.
void vendor_reachable(Look& look, const Entity& automation, std::set<EntityId>& seen) {
  for (const auto& reached : look.view.graph.dependencies(automation.id)) {
    if (reached.entity.kind != Kind::vendor || !seen.insert(reached.entity).second) continue;
    const Entity& vendor = *look.view.inventory.find(reached.entity);
    if (can_be_asked(vendor)) continue;
    look.object(vendor,
                to_string(automation.id) + " stands on " + to_string(vendor.id) +
                    ", which has neither changelog nor contact",
                "add changelog: or contact: to it");
  }
}

/// By default vendors are looked at for the critical automations' sake.
Scope scope_of(const Rule& rule) {
  Scope scope = rule.scope;
  if (rule.kind == RuleKind::vendor_reachable && scope == Scope{}) scope.tiers = {Tier::critical};
  return scope;
}

struct Looker {
  RuleKind kind;
  bool automations;  ///< or all others
  void (*look)(Look& look, const Entity& entity);
};
constexpr std::array<Looker, 5> lookers = {{
    {RuleKind::owners_named, true, owners_named},
    {RuleKind::golden_current, true, golden_current},
    {RuleKind::review_current, true, review_current},
    {RuleKind::gate_set, true, gate_set},
    {RuleKind::model_probed, false, model_probed},
}};

void look_at(Look& look, const Entity& entity, std::set<EntityId>& vendors) {
  const bool automation = entity.id.kind == Kind::automation;
  if (look.rule.kind == RuleKind::retirement_ahead) return retirement_ahead(look, entity);
  if (look.rule.kind == RuleKind::vendor_reachable) {
    if (automation) vendor_reachable(look, entity, vendors);
    return;
  }
  for (const Looker& one : lookers) {
    if (one.kind == look.rule.kind && one.automations == automation) one.look(look, entity);
  }
}

}  // namespace

std::vector<Objection> objections(const Rule& rule, const View& view) {
  Look look{rule, view};
  std::set<EntityId> vendors;
  const Scope scope = scope_of(rule);
  for (const Entity& entity : view.inventory.entities) {
    if (is_in(scope, entity)) look_at(look, entity, vendors);
  }
  return std::move(look.found);
}

}  // namespace tidemark::policy
