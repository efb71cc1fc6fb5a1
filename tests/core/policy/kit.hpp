#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "core/policy/policy.hpp"

namespace tidemark::policy::kit {

inline EntityId id_of(const std::string& text) { return parse_entity_id(text).value(); }

/// An entity at `inventory.yaml:1:1` that uses these.
inline Entity entity_of(const std::string& id, const std::vector<std::string>& uses = {}) {
  Entity entity;
  entity.id = id_of(id);
  entity.place = {"inventory.yaml", 1, 1};
  for (const std::string& use : uses) entity.uses.push_back({id_of(use), {}});
  return entity;
}

/// An automation that no shipped rule objects to.
inline Entity automation_of(const std::string& name, const std::vector<std::string>& uses = {}) {
  Entity entity = entity_of("automation:" + name, uses);
  entity.owners = {"ann", "ben", ""};
  return entity;
}

inline Rule rule_of(const std::string& id) {
  Rule rule;
  rule.id = id;
  rule.kind = rule_kind_of(id).value();
  return rule;
}

/// The findings on these entities on 2026-11-24, one a line: severity, rule, place, fact, way out.
inline std::string found(std::vector<Entity> entities, const std::vector<Rule>& rules,
                         const std::map<EntityId, GoldenFacts>& golden = {}) {
  Inventory inventory;
  std::sort(entities.begin(), entities.end(),
            [](const Entity& one, const Entity& other) { return one.id < other.id; });
  inventory.entities = std::move(entities);
  inventory.policy.rules = rules;
  std::string text;
  for (const CheckFinding& one :
       findings_of({inventory, DependencyGraph(inventory), golden, "2026-11-24"})) {
    text += std::string(to_string(one.severity)) + ' ' + one.rule + ' ' + to_string(one.place) +
            ": " + one.fact + " (" + one.way_out + ")\n";
  }
  return text;
}

}  // namespace tidemark::policy::kit
