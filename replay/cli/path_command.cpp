#include "core/graph/dependency_graph.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/selection.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

/// What is printed: ways, one a line, and a sentence for every FROM that has none.
struct Found {
  std::vector<std::vector<EntityId>> ways;
  std::string text;
  std::string cut;  ///< why there may be more ways; "" when these are all that were asked for
};

std::string way_text(const std::vector<EntityId>& way) {
  std::string text;
  for (const EntityId& id : way) text += (text.empty() ? "" : " uses ") + to_string(id);
  return text;
}

std::string cut_text(Ways::Cut cut, const WaysLimits& limits) {
  switch (cut) {
    case Ways::Cut::none:
      return "";
    case Ways::Cut::ways:
      return "cut after " + std::to_string(limits.ways) + (limits.ways == 1 ? " way" : " ways") +
             " (--limit N shows more)";
    case Ways::Cut::length:
      return "ways of more than " + std::to_string(limits.length) +
             " uses are not looked for (--distance N)";
    case Ways::Cut::steps:
      return "cut after " + std::to_string(limits.steps) +
             " steps; there may be more ways (--distance N asks for shorter ones)";
  }
  return "";
}

void add(Found& found, const Entity& from, const Entity& to,
         std::vector<std::vector<EntityId>> ways) {
  if (ways.empty())
    found.text += to_string(from.id) + " does not stand on " + to_string(to.id) + '\n';
  for (auto& way : ways) {
    found.text += way_text(way) + '\n';
    found.ways.push_back(std::move(way));
  }
}

Found shortest(const Inventory& inventory, const Positions& starts, const Entity& to) {
  const DependencyGraph graph(inventory);
  Found found;
  for (const auto one : starts) {
    const Entity& from = inventory.entities[one];
    std::vector<std::vector<EntityId>> ways = {graph.path(from.id, to.id)};
    if (ways.front().empty()) ways.clear();
    add(found, from, to, std::move(ways));
  }
  return found;
}

std::vector<std::vector<EntityId>> named(const Inventory& inventory, const Ways& ways) {
  std::vector<std::vector<EntityId>> result;
  for (const auto& way : ways.ways) {
    auto& ids = result.emplace_back();
    for (const auto one : way) ids.push_back(inventory.entities[one].id);
  }
  return result;
}

/// The bounds hold for all FROM together.
Found every(const Arguments& arguments, const Inventory& inventory, const Positions& starts,
            const Entity& to) {
  const Neighbours neighbours(inventory);
  WaysLimits limits;
  limits.ways = arguments.limit.value_or(limits.ways);
  limits.length = arguments.distance.value_or(limits.length);
  Found found;
  for (const auto one : starts) {
    WaysLimits rest = limits;
    rest.ways -= found.ways.size();
    rest.steps /= starts.size();
    const Ways ways = ways_between(neighbours, one, position_of(inventory, to), rest);
    if (ways.ways.empty() && ways.cut != Ways::Cut::none) {
      found.cut = cut_text(ways.cut, limits);
      if (ways.cut == Ways::Cut::ways) break;
      continue;
    }
    add(found, inventory.entities[one], to, named(inventory, ways));
    if (ways.cut != Ways::Cut::none) found.cut = cut_text(ways.cut, limits);
  }
  return found;
}

json::Value json_of(const Found& found, std::size_t starts, bool all) {
  json::Array ways;
  for (const auto& way : found.ways) {
    json::Array ids;
    for (const EntityId& id : way) ids.emplace_back(to_string(id));
    ways.emplace_back(std::move(ids));
  }
  json::Value value = json::Object{{"schema", "tidemark.path/1"}};
  if (starts == 1 && !all) value.set("path", ways.empty() ? json::Array{} : ways.front());
  value.set("paths", std::move(ways));
  value.set("cut", found.cut.empty() ? json::Value() : json::Value(found.cut));
  return value;
}

}  // namespace

int path(const Arguments& arguments) {
  expect_some_names(arguments, 2);
  const Here at = here(arguments);
  const Inventory& inventory = at.world.inventory;
  const Entity& to = entity_named(inventory, arguments.names.back());
  const Positions starts =
      entities_named(inventory, words_given({arguments.names.begin(), arguments.names.end() - 1}));
  const Found found =
      arguments.all ? every(arguments, inventory, starts, to) : shortest(inventory, starts, to);
  print(arguments,
        (starts.empty() ? "none\n" : found.text) + (found.cut.empty() ? "" : found.cut + '\n'),
        json_of(found, starts.size(), arguments.all));
  return 0;
}

}  // namespace tidemark::cli
