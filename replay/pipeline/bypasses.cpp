#include <algorithm>
#include <map>
#include <set>

#include "core/impact/contract_reach.hpp"
#include "replay/pipeline/contracts.hpp"

namespace tidemark::pipeline {
namespace {

using Contracts = std::vector<ComparedContract*>;

const Use* use_of(const Entity& entity, const EntityId& target) {
  const auto found = std::find_if(entity.uses.begin(), entity.uses.end(),
                                  [&](const Use& use) { return use.target == target; });
  return found == entity.uses.end() ? nullptr : &*found;
}

/// Adds users, whose uses `known` has already or has not.
void add_users(const Inventory& from, const EntityId& contract, bool with_parts,
               std::map<EntityId, Entity>& users) {
  for (const Entity& entity : from.entities) {
    const Use* use = use_of(entity, contract);
    if (use == nullptr || users.count(entity.id) != 0) continue;
    Entity& user = users[entity.id];
    user.id = entity.id;
    user.uses.push_back(with_parts ? *use : Use{contract, use->place});
  }
}

/// Direct users of the contract as the base knows their uses; one that only the head has uses all.
Inventory users_of(const Range& range, const EntityId& contract) {
  std::map<EntityId, Entity> users;
  add_users(range.before.inventory, contract, true, users);
  add_users(range.after.inventory, contract, false, users);
  Inventory inventory;
  for (auto& [id, user] : users) inventory.entities.push_back(std::move(user));
  return inventory;
}

std::vector<std::string> parts_of(const Use& use) { return use.detail().parts; }

/// Whether all that changed of the entity is in what was compared.
bool is_whole(const ChangeSet& changes, const Contracts& contracts) {
  const EntityId& id = contracts.front()->change.reach.contract;
  return std::all_of(contracts.begin(), contracts.end(),
                     [](const ComparedContract* one) { return one->is_whole; }) &&
         std::all_of(changes.changes.begin(), changes.changes.end(), [&](const Change& change) {
           const bool is_compared =
               change.source == ChangeSource::file ||
               (change.source == ChangeSource::named && change.what == supposed_of_contract);
           return change.entity != id || is_compared ||
                  (change.source == ChangeSource::inventory &&
                   change.change_class == ChangeClass::benign);
         });
}

/// The users that see nothing of any of the contracts.
impact::Bypass bypass_of(const Inventory& users, const Contracts& contracts) {
  std::vector<std::vector<std::string>> uses;
  for (const Entity& user : users.entities) uses.push_back(parts_of(user.uses.front()));
  std::vector<bool> nothing(uses.size(), true);
  for (const ComparedContract* contract : contracts) {
    const auto here = see_nothing(*contract, uses);
    for (std::size_t i = 0; i < uses.size(); ++i) nothing[i] = nothing[i] && here[i];
  }
  impact::Bypass bypass{contracts.front()->change.reach.contract, {}};
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (nothing[i]) bypass.users.push_back(users.entities[i].id);
  }
  return bypass;
}

std::vector<EntityId> apart_from(const impact::Bypass& bypass, const Inventory& users,
                                 const DependencyGraph& graph) {
  std::vector<EntityId> seeing, apart;
  for (const Entity& user : users.entities) {
    if (!std::binary_search(bypass.users.begin(), bypass.users.end(), user.id)) {
      seeing.push_back(user.id);
    }
  }
  std::set<EntityId> reached;
  for (const auto& way : graph.ways_to_automations(seeing)) reached.insert(way.back());
  for (const auto& [entity, distance] : graph.dependents(bypass.contract)) {
    if (entity.kind == Kind::automation && reached.count(entity) == 0) apart.push_back(entity);
  }
  std::sort(apart.begin(), apart.end());
  return apart;
}

}  // namespace

std::vector<impact::Bypass> bypasses_of(std::vector<ComparedContract>& contracts,
                                        const ChangeSet& changes, const Range& range,
                                        const DependencyGraph& both) {
  std::map<EntityId, Contracts> by_entity;
  for (ComparedContract& one : contracts) by_entity[one.change.reach.contract].push_back(&one);
  std::vector<impact::Bypass> bypasses;
  for (const auto& [id, all] : by_entity) {
    const Inventory users = users_of(range, id);
    for (ComparedContract* one : all) {
      one->change.reach = impact::reach_of(one->change.findings, id, users, both, parts_of);
    }
    if (!is_whole(changes, all)) {
      for (ComparedContract* one : all) one->is_whole = false;
      continue;
    }
    bypasses.push_back(bypass_of(users, all));
    const auto apart = apart_from(bypasses.back(), users, both);
    for (ComparedContract* one : all) one->change.apart = apart;
  }
  return bypasses;
}

}  // namespace tidemark::pipeline
