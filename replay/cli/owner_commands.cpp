#include <map>

#include "core/text/code_points.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/selection.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

/// Entities that somebody answers for, by role.
struct Charge {
  std::size_t technical = 0, operational = 0, escalation = 0, entities = 0, automations = 0;
};

std::map<std::string, Charge> charges_in(const Inventory& inventory, const Filter& filter) {
  std::map<std::string, Charge> charges;
  for (const Entity& entity : inventory.entities) {
    if (!filter.keeps(entity)) continue;
    const Owners& owners = entity.owners;
    if (!owners.technical.empty()) ++charges[owners.technical].technical;
    if (!owners.operational.empty()) ++charges[owners.operational].operational;
    if (!owners.escalation.empty()) ++charges[owners.escalation].escalation;
    for (const std::string& name :
         std::set{owners.technical, owners.operational, owners.escalation}) {
      if (name.empty()) continue;
      ++charges[name].entities;
      if (entity.id.kind == Kind::automation) ++charges[name].automations;
    }
  }
  return charges;
}

int all_owners(const Arguments& arguments, const Inventory& inventory) {
  const auto charges = charges_in(inventory, Filter(arguments, inventory));
  std::vector<std::vector<std::string>> rows = {
      {"owner", "entities", "automations", "technical", "operational", "escalation"}};
  json::Array items;
  for (const auto& [name, charge] : charges) {
    rows.push_back({text::printable(name), std::to_string(charge.entities),
                    std::to_string(charge.automations), std::to_string(charge.technical),
                    std::to_string(charge.operational), std::to_string(charge.escalation)});
    items.emplace_back(json::Object{{"owner", name},
                                    {"entities", std::uint64_t{charge.entities}},
                                    {"automations", std::uint64_t{charge.automations}},
                                    {"technical", std::uint64_t{charge.technical}},
                                    {"operational", std::uint64_t{charge.operational}},
                                    {"escalation", std::uint64_t{charge.escalation}}});
  }
  print(arguments, charges.empty() ? "none\n" : table(rows),
        json::Object{{"schema", "tidemark.owners/1"}, {"owners", std::move(items)}});
  return 0;
}

std::vector<std::string> roles_of(const Owners& owners, const std::string& name) {
  std::vector<std::string> roles;
  if (owners.technical == name) roles.emplace_back("technical");
  if (owners.operational == name) roles.emplace_back("operational");
  if (owners.escalation == name) roles.emplace_back("escalation");
  return roles;
}

/// A part of the answer: a heading with rows below it, and the same for programs.
struct Part {
  std::vector<std::vector<std::string>> rows;
  json::Array items;

  std::string text(const std::string& heading) const {
    return heading + "\n" + (rows.empty() ? "  none\n" : table(rows));
  }
};

Part owned_part(const Inventory& inventory, const Positions& owned, const std::string& name,
                const Filter& filter) {
  Part part;
  for (const auto one : owned) {
    if (!filter.keeps(one)) continue;
    const Entity& entity = inventory.entities[one];
    const auto roles = roles_of(entity.owners, name);
    part.rows.push_back({"  " + to_string(entity.id), joined(roles)});
    part.items.emplace_back(json::Object{{"id", to_string(entity.id)},
                                         {"roles", json::Array(roles.begin(), roles.end())}});
  }
  return part;
}

/// What lies beyond: the way to it leads through what the owner answers for.
Part reached_part(const Inventory& inventory, const std::vector<Neighbours::Step>& steps,
                  const Filter& filter) {
  Part part;
  for (const auto& step : steps) {
    if (step.distance == 0 || !filter.keeps(step.entity)) continue;
    const Entity& entity = inventory.entities[step.entity];
    const std::string owner = entity.owners.technical;
    part.rows.push_back({"  " + to_string(entity.id), std::to_string(step.distance),
                         owner.empty() ? "nobody is named" : text::printable(owner)});
    part.items.emplace_back(json::Object{{"id", to_string(entity.id)},
                                         {"distance", std::uint64_t{step.distance}},
                                         {"technical", owner}});
  }
  return part;
}

int one_owner(const Arguments& arguments, const Inventory& inventory) {
  const std::string& name = arguments.names.front();
  const Filter filter(arguments, inventory);
  expect_known("", name, owners_in(inventory), "owns nothing in the inventory");
  Positions owned;
  for (Neighbours::Position i = 0; i < inventory.entities.size(); ++i) {
    if (is_owner(inventory.entities[i].owners, name)) owned.push_back(i);
  }
  const Neighbours neighbours(inventory);
  const auto most = arguments.distance.value_or(Neighbours::any_distance);
  Part own = owned_part(inventory, owned, name, filter);
  Part below = reached_part(inventory, neighbours.reached(owned, Direction::uses, most), filter);
  Part above = reached_part(inventory, neighbours.reached(owned, Direction::users, most), filter);
  print(arguments,
        own.text(text::printable(name) + " owns") +
            below.text("\nwhat that stands on, distance, technical owner") +
            above.text("\nwhat stands on that, distance, technical owner"),
        json::Object{{"schema", "tidemark.owners/1"},
                     {"owner", name},
                     {"owns", std::move(own.items)},
                     {"stands_on", std::move(below.items)},
                     {"stood_on_by", std::move(above.items)}});
  return 0;
}

/// Why no automation would miss the entity.
std::string idle_reason(const Neighbours& neighbours, Neighbours::Position entity) {
  std::size_t users = 0;
  for (const auto user : neighbours.of(entity, Direction::users)) users += user == entity ? 0 : 1;
  if (users == 0) return "nobody uses it";
  return "used only by " + std::to_string(users) +
         (users == 1 ? " other orphan" : " other orphans");
}

}  // namespace

int owners(const Arguments& arguments) {
  if (arguments.names.size() > 1) expect_names(arguments, 1);
  const Here at = here(arguments);
  return arguments.names.empty() ? all_owners(arguments, at.world.inventory)
                                 : one_owner(arguments, at.world.inventory);
}

int orphans(const Arguments& arguments) {
  const Here at = here(arguments);
  const Inventory& inventory = at.world.inventory;
  const Filter filter(arguments, inventory);
  const Neighbours neighbours(inventory);
  std::vector<std::vector<std::string>> rows;
  json::Array items;
  for (const auto one : orphans_in(inventory, neighbours)) {
    if (!filter.keeps(one)) continue;
    const std::string reason = idle_reason(neighbours, one);
    const Entity& entity = inventory.entities[one];
    rows.push_back({to_string(entity.id), reason, text::printable(entity.owners.technical)});
    items.emplace_back(json::Object{
        {"id", to_string(entity.id)}, {"because", reason}, {"technical", entity.owners.technical}});
  }
  print(arguments, rows.empty() ? "none\n" : table(rows),
        json::Object{{"schema", "tidemark.orphans/1"}, {"orphans", std::move(items)}});
  return 0;
}

}  // namespace tidemark::cli
