#include "core/change/inventory_changes.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <string_view>

#include "core/base/clock.hpp"

namespace tidemark::change {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// How much each fact may hurt when it moves; whatever is not here is unknown.
struct Weight {
  std::string_view what;
  ChangeClass change_class;
};
constexpr std::array<Weight, 17> weights = {{
    {"title", ChangeClass::benign},
    {"tags", ChangeClass::benign},
    {"owners.technical", ChangeClass::benign},
    {"owners.operational", ChangeClass::benign},
    {"owners.escalation", ChangeClass::benign},
    {"review", ChangeClass::benign},
    {"contact", ChangeClass::benign},
    {"status", ChangeClass::benign},
    {"changelog", ChangeClass::benign},
    {"version", ChangeClass::risky},
    {"endpoint", ChangeClass::risky},
    {"floating", ChangeClass::risky},
    {"files", ChangeClass::risky},
    {"use", ChangeClass::risky},
    {"replay.runner.plugin", ChangeClass::risky},
    {"replay.runner.config", ChangeClass::risky},
    {"replay.runner.env", ChangeClass::risky},
}};

ChangeClass class_of(std::string_view what) {
  for (const Weight& weight : weights) {
    if (weight.what == what) return weight.change_class;
  }
  return ChangeClass::unknown;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string compare_text(const ReplaySpec& replay) {
  std::vector<std::string> all;
  for (const ComparatorSpec& one : replay.compare) {
    all.push_back(fmt::format("{} at \"{}\"{} {}", one.comparator, one.at,
                              one.primary ? " primary" : "", one.options));
  }
  return joined(all);
}

std::string scrub_text(const ReplaySpec& replay) {
  std::vector<std::string> all;
  for (const ScrubSpec& one : replay.scrub) {
    all.push_back(fmt::format("\"{}\" {} -> {}", one.at, one.pattern, one.with));
  }
  return joined(all);
}

std::string within_text(const GateSpec& gate) {
  if (!gate.within_margin) return "";
  return *gate.within_margin == WithinMargin::review ? "review" : "pass";
}

void add_replay(const ReplaySpec& replay, Facts& facts) {
  facts.emplace_back("replay.runner.plugin", replay.runner.plugin);
  facts.emplace_back("replay.runner.config", replay.runner.config);
  facts.emplace_back("replay.runner.timeout", duration_text(replay.runner.timeout));
  facts.emplace_back("replay.runner.env", joined(replay.runner.environment));
  facts.emplace_back("replay.runner.concurrency", std::to_string(replay.runner.concurrency));
  facts.emplace_back("replay.golden", replay.golden);
  facts.emplace_back("replay.baseline", replay.baseline);
  facts.emplace_back("replay.compare", compare_text(replay));
  facts.emplace_back("replay.scrub", scrub_text(replay));
  facts.emplace_back("replay.gate.margin", fmt::format("{}", replay.gate.margin));
  facts.emplace_back("replay.gate.min_score", fmt::format("{}", replay.gate.min_score));
  facts.emplace_back("replay.gate.within_margin", within_text(replay.gate));
}

Change change_of(const Entity& entity, std::string what, std::string from, std::string to) {
  Change change{entity.id, ChangeSource::inventory, std::move(what), std::move(from),
                std::move(to), ChangeClass::unknown, entity.place};
  change.change_class = class_of(change.what);
  return change;
}

void compare_facts(const Entity& before, const Entity& after, std::vector<Change>& changes) {
  std::map<std::string, std::pair<std::string, std::string>> both;
  for (const auto& [name, value] : facts_of(before)) both[name].first = value;
  for (const auto& [name, value] : facts_of(after)) both[name].second = value;
  for (const auto& [name, values] : both) {
    if (values.first != values.second) {
      changes.push_back(change_of(after, name, values.first, values.second));
    }
  }
}

void compare_uses(const Entity& before, const Entity& after, std::vector<Change>& changes) {
  std::set<EntityId> old, fresh;
  for (const Use& use : before.uses) old.insert(use.target);
  for (const Use& use : after.uses) fresh.insert(use.target);
  for (const EntityId& id : old) {
    if (!fresh.contains(id)) changes.push_back(change_of(after, "use", to_string(id), ""));
  }
  for (const EntityId& id : fresh) {
    if (!old.contains(id)) changes.push_back(change_of(after, "use", "", to_string(id)));
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> facts_of(const Entity& entity) {
  Facts facts = {{"title", entity.title},
                 {"version", entity.version},
                 {"tags", joined(entity.tags)},
                 {"owners.technical", entity.owners.technical},
                 {"owners.operational", entity.owners.operational},
                 {"owners.escalation", entity.owners.escalation},
                 {"tier", std::string(to_string(entity.tier))},
                 {"review", entity.review_every},
                 {"floating", entity.floating ? "true" : "false"},
                 {"deterministic", entity.deterministic ? "true" : "false"},
                 {"files", joined(entity.files)}};
  for (const auto& [name, value] : entity.attributes) facts.emplace_back(name, value);
  if (entity.replay) add_replay(*entity.replay, facts);
  return facts;
}

std::vector<Change> inventory_changes(const Inventory& before, const Inventory& after) {
  std::vector<Change> changes;
  for (const Entity& old : before.entities) {
    const Entity* fresh = after.find(old.id);
    if (fresh == nullptr) {
      changes.push_back(change_of(old, "entity", to_string(old.id), ""));
      changes.back().change_class = ChangeClass::breaking;
      continue;
    }
    compare_facts(old, *fresh, changes);
    compare_uses(old, *fresh, changes);
  }
  for (const Entity& fresh : after.entities) {
    if (before.find(fresh.id) == nullptr) {
      changes.push_back(change_of(fresh, "entity", "", to_string(fresh.id)));
    }
  }
  return changes;
}

}  // namespace tidemark::change
