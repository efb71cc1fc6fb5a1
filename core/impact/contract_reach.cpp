#include "core/impact/contract_reach.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/contract/contract.hpp"

namespace tidemark::impact {
namespace {

/// What reaches a direct user of the contract.
struct Arrival {
  std::set<std::size_t> findings;
  ChangeClass level = ChangeClass::benign;
};

Arrival arrival_at(const Entity& user, const EntityId& contract,
                   const std::vector<Finding>& findings, const PartsOf& parts_of) {
  Arrival arrival;
  for (const Use& use : user.uses) {
    if (use.target != contract) continue;
    for (const std::size_t position : contract::reaching(findings, parts_of(use))) {
      const ChangeClass level = findings[position].level;
      if (level == ChangeClass::benign) continue;
      arrival.findings.insert(position);
      arrival.level = std::min(arrival.level, level);
    }
  }
  return arrival;
}

void merge(ContractImpact& impact, const Arrival& arrival, std::vector<EntityId> way) {
  std::set<std::size_t> all(impact.findings.begin(), impact.findings.end());
  all.insert(arrival.findings.begin(), arrival.findings.end());
  impact.findings.assign(all.begin(), all.end());
  const bool worse = impact.path.empty() || arrival.level < impact.level;
  const bool nearer = arrival.level == impact.level && way.size() < impact.path.size();
  if (!worse && !nearer) return;
  impact.level = arrival.level;
  impact.path = std::move(way);
}

}  // namespace

ContractReach reach_of(const std::vector<Finding>& findings, const EntityId& contract,
                       const Inventory& users, const DependencyGraph& graph,
                       const PartsOf& parts_of) {
  ContractReach reach{contract, 0, {}};
  std::map<EntityId, ContractImpact> impacts;
  for (const Entity& user : users.entities) {
    const Arrival arrival = arrival_at(user, contract, findings, parts_of);
    if (arrival.findings.empty()) continue;
    for (auto& way : graph.ways_to_automations({user.id})) {
      way.insert(way.begin(), contract);
      ContractImpact& impact = impacts[way.back()];
      impact.automation = way.back();
      merge(impact, arrival, std::move(way));
    }
  }
  for (auto& [automation, impact] : impacts) reach.impacts.push_back(std::move(impact));
  std::stable_sort(reach.impacts.begin(), reach.impacts.end(),
                   [](const auto& one, const auto& other) {
                     return std::make_pair(one.level, one.path.size()) <
                            std::make_pair(other.level, other.path.size());
                   });
  for (const auto& [entity, distance] : graph.dependents(contract)) {
    reach.standing += entity.kind == Kind::automation ? 1 : 0;
  }
  return reach;
}

}  // namespace tidemark::impact
