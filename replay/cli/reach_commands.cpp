#include "core/graph/dependency_graph.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/selection.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

using Reached = std::vector<Neighbours::Step>;

/// Of one entity; the graph is made for that question.
Reached reached_from_one(const Inventory& inventory, Neighbours::Position start,
                         Direction direction) {
  const DependencyGraph graph(inventory);
  const EntityId& id = inventory.entities[start].id;
  Reached steps;
  for (const auto& one :
       direction == Direction::users ? graph.dependents(id) : graph.dependencies(id)) {
    steps.push_back({position_of(inventory, *inventory.find(one.entity)),
                     static_cast<std::uint32_t>(one.distance)});
  }
  return steps;
}

Reached reached_from(const Inventory& inventory, const Positions& starts, Direction direction) {
  if (starts.size() == 1) return reached_from_one(inventory, starts.front(), direction);
  return Neighbours(inventory).reached(starts, direction);
}

std::string reached_text(const Inventory& inventory, const Reached& steps) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& step : steps) {
    rows.push_back({to_string(inventory.entities[step.entity].id), std::to_string(step.distance)});
  }
  return rows.empty() ? "none\n" : table(rows);
}

json::Value reached_json(const char* schema, const Inventory& inventory, const Positions& starts,
                         const Reached& steps) {
  const auto id_at = [&](Neighbours::Position at) { return to_string(inventory.entities[at].id); };
  json::Array items, ids;
  for (const auto& step : steps) {
    items.emplace_back(
        json::Object{{"id", id_at(step.entity)}, {"distance", std::uint64_t{step.distance}}});
  }
  for (const auto one : starts) ids.emplace_back(id_at(one));
  json::Value value = json::Object{{"schema", schema}};
  if (starts.size() == 1) value.set("id", ids.front());
  value.set("ids", std::move(ids));
  value.set("entities", std::move(items));
  return value;
}

int reached(const Arguments& arguments, Direction direction, const char* schema) {
  expect_some_names(arguments);
  const Here at = here(arguments);
  const Inventory& inventory = at.world.inventory;
  const Filter filter(arguments, inventory);
  const Positions starts = entities_named(inventory, words_given(arguments.names));
  Reached steps = reached_from(inventory, starts, direction);
  std::erase_if(steps, [&](const Neighbours::Step& step) {
    const bool is_near = step.distance <= arguments.distance.value_or(Neighbours::any_distance);
    return step.distance == 0 || !is_near || !filter.keeps(step.entity);
  });
  if (arguments.format == Format::json) {
    print_json(reached_json(schema, inventory, starts, steps));
  } else {
    print_text(reached_text(inventory, steps));
  }
  return 0;
}

}  // namespace

int dependents(const Arguments& arguments) {
  return reached(arguments, Direction::users, "tidemark.dependents/1");
}

int dependencies(const Arguments& arguments) {
  return reached(arguments, Direction::uses, "tidemark.dependencies/1");
}

}  // namespace tidemark::cli
