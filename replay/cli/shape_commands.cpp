#include <algorithm>
#include <map>

#include "core/graph/dependency_graph.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/selection.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t most_used_shown = 5;

std::string walk_text(const std::vector<EntityId>& walk) {
  std::string text;
  for (const EntityId& id : walk) text += (text.empty() ? "" : " uses ") + to_string(id);
  return text;
}

/// Those that hold any entity which the filter lets through.
std::vector<std::vector<EntityId>> cycles_in(const Inventory& inventory, const Filter& filter) {
  auto cycles = DependencyGraph(inventory).cycles();
  std::erase_if(cycles, [&](const std::vector<EntityId>& cycle) {
    return std::none_of(cycle.begin(), cycle.end(),
                        [&](const EntityId& id) { return filter.keeps(*inventory.find(id)); });
  });
  return cycles;
}

/// The inventory in numbers.
struct Counts {
  std::map<Kind, std::size_t> kinds;
  std::map<Tier, std::size_t> tiers;
  std::size_t entities = 0, uses = 0, owners = 0, floating = 0;
  std::size_t without_technical = 0, without_operational = 0, without_replay = 0;
  std::size_t orphans = 0, cycles = 0;
};

void count(Counts& counts, const Entity& entity) {
  ++counts.entities;
  ++counts.kinds[entity.id.kind];
  counts.uses += entity.uses.size();
  counts.floating += entity.floating ? 1 : 0;
  counts.without_technical += entity.owners.technical.empty() ? 1 : 0;
  counts.without_operational += entity.owners.operational.empty() ? 1 : 0;
  if (entity.id.kind != Kind::automation) return;
  ++counts.tiers[entity.tier];
  counts.without_replay += entity.replay ? 0 : 1;
}

Counts counts_of(const Inventory& inventory, const Neighbours& neighbours, const Filter& filter) {
  Counts counts;
  std::vector<std::string> owners;
  for (const Entity& entity : inventory.entities) {
    if (!filter.keeps(entity)) continue;
    count(counts, entity);
    owners.push_back(entity.owners.technical);
    owners.push_back(entity.owners.operational);
    owners.push_back(entity.owners.escalation);
  }
  std::sort(owners.begin(), owners.end());
  owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
  counts.owners = owners.size() - (!owners.empty() && owners.front().empty() ? 1 : 0);
  for (const auto one : orphans_in(inventory, neighbours))
    counts.orphans += filter.keeps(one) ? 1 : 0;
  counts.cycles = cycles_in(inventory, filter).size();
  return counts;
}

/// An entity and how many use it directly.
using Burden = std::pair<std::size_t, Neighbours::Position>;

/// Those with most direct users, these first.
std::vector<Burden> most_used(const Inventory& inventory, const Neighbours& neighbours,
                              const Filter& filter) {
  std::vector<Burden> users;
  for (Neighbours::Position i = 0; i < inventory.entities.size(); ++i) {
    if (filter.keeps(i)) users.emplace_back(neighbours.of(i, Direction::users).size(), i);
  }
  std::sort(users.begin(), users.end(), [](const Burden& a, const Burden& b) {
    return std::tie(b.first, a.second) < std::tie(a.first, b.second);
  });
  while (!users.empty() && users.back().first == 0) users.pop_back();
  if (users.size() > most_used_shown) users.resize(most_used_shown);
  return users;
}

std::size_t automations_on(const Inventory& inventory, const Neighbours& neighbours,
                           Neighbours::Position entity) {
  const Neighbours::Position start[] = {entity};
  std::size_t count = 0;
  for (const auto& step : neighbours.reached(start, Direction::users)) {
    const bool other = step.distance != 0;
    count += other && inventory.entities[step.entity].id.kind == Kind::automation ? 1 : 0;
  }
  return count;
}

using Rows = std::vector<std::vector<std::string>>;

void add(Rows& rows, json::Value& value, const std::string& words, const std::string& member,
         std::size_t number) {
  rows.push_back({words, std::to_string(number)});
  value.set(member, std::uint64_t{number});
}

void add_counts(Rows& rows, json::Value& value, const Counts& counts) {
  add(rows, value, "entities", "entities", counts.entities);
  json::Value kinds = json::Object{}, tiers = json::Object{};
  for (const auto& [kind, number] : counts.kinds) {
    add(rows, kinds, "  " + std::string(section_of(kind)), std::string(to_string(kind)), number);
  }
  for (const auto& [tier, number] : counts.tiers) {
    const std::string name(to_string(tier));
    add(rows, tiers, "automations of tier " + name, name, number);
  }
  value.set("kinds", std::move(kinds));
  value.set("tiers", std::move(tiers));
  add(rows, value, "uses", "uses", counts.uses);
  add(rows, value, "owners", "owners", counts.owners);
  add(rows, value, "floating versions", "floating", counts.floating);
  add(rows, value, "without a technical owner", "without_technical", counts.without_technical);
  add(rows, value, "without an operational owner", "without_operational",
      counts.without_operational);
  add(rows, value, "automations that cannot be replayed", "without_replay", counts.without_replay);
  add(rows, value, "orphans", "orphans", counts.orphans);
  add(rows, value, "cycles", "cycles", counts.cycles);
}

}  // namespace

int cycles(const Arguments& arguments) {
  const Here at = here(arguments);
  const Inventory& inventory = at.world.inventory;
  std::string text;
  json::Array items;
  for (const auto& cycle : cycles_in(inventory, Filter(arguments, inventory))) {
    text += walk_text(cycle) + '\n';
    json::Array ids;
    for (const EntityId& id : cycle) ids.emplace_back(to_string(id));
    items.emplace_back(std::move(ids));
  }
  print(arguments, text.empty() ? "none\n" : text,
        json::Object{{"schema", "tidemark.cycles/1"}, {"cycles", std::move(items)}});
  return 0;
}

int stats(const Arguments& arguments) {
  const Here at = here(arguments);
  const Inventory& inventory = at.world.inventory;
  const Neighbours neighbours(inventory);
  const Filter filter(arguments, inventory);
  Rows rows, used = {{"most used", "directly", "automations on it"}};
  json::Value value = json::Object{{"schema", "tidemark.stats/1"}};
  add_counts(rows, value, counts_of(inventory, neighbours, filter));
  json::Array items;
  for (const auto& [users, one] : most_used(inventory, neighbours, filter)) {
    const std::string id = to_string(inventory.entities[one].id);
    const std::size_t automations = automations_on(inventory, neighbours, one);
    used.push_back({"  " + id, std::to_string(users), std::to_string(automations)});
    items.emplace_back(json::Object{
        {"id", id}, {"users", std::uint64_t{users}}, {"automations", std::uint64_t{automations}}});
  }
  const std::string text = table(rows) + (items.empty() ? "" : "\n" + table(used));
  value.set("most_used", std::move(items));
  print(arguments, text, value);
  return 0;
}

}  // namespace tidemark::cli
