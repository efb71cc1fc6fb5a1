#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/impact/impacts.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/drawing.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/selection.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/gate.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t entities_of_a_drawing = 500;

/// What is to be drawn: with a base the entities and uses of either state.
struct Scene {
  Inventory inventory;
  std::map<EntityId, Mark> marks;
  std::set<std::pair<EntityId, EntityId>> removed_uses;
};

void mark(Scene& scene, const EntityId& id, Mark mark) {
  Mark& place = scene.marks[id];
  place = std::max(place, mark);
}

void mark_movement(Scene& scene, const ChangeSet& changes, const std::vector<Impact>& impacts) {
  for (const Impact& impact : impacts) {
    for (const EntityId& id : impact.path) mark(scene, id, Mark::way);
    mark(scene, impact.automation, Mark::impacted);
  }
  for (const Change& change : changes.changes) mark(scene, change.entity, Mark::changed);
}

/// Adds what `before` has and the scene's inventory has not.
void add_removed(Scene& scene, const Inventory& before) {
  std::map<EntityId, Entity> entities;
  for (const Entity& entity : scene.inventory.entities) entities.emplace(entity.id, entity);
  for (const Entity& old : before.entities) {
    const auto [place, is_gone] = entities.emplace(old.id, old);
    if (is_gone) mark(scene, old.id, Mark::removed);
    auto& uses = place->second.uses;
    for (const Use& use : old.uses) {
      const bool is_kept = !is_gone && std::any_of(uses.begin(), uses.end(), [&](const Use& one) {
        return one.target == use.target;
      });
      if (is_kept) continue;
      scene.removed_uses.emplace(old.id, use.target);
      if (!is_gone) uses.push_back(use);
    }
  }
  scene.inventory.entities.clear();
  for (auto& [id, entity] : entities) scene.inventory.entities.push_back(std::move(entity));
}

Scene scene_since(const Here& at, const std::string& base) {
  auto found = pipeline::assessment_of(
      pipeline::range_of(at.workspace, base, std::nullopt, pipeline::Purpose::asking));
  Scene scene{std::move(found.range.after.inventory), {}, {}};
  add_removed(scene, found.range.before.inventory);
  mark_movement(scene, found.changes, found.impacts);
  return scene;
}

Scene scene_supposing(const Inventory& inventory, const std::vector<std::string>& names) {
  ChangeSet changes;
  for (const auto one : entities_named(inventory, names)) {
    Change change;
    change.entity = inventory.entities[one].id;
    change.source = ChangeSource::named;
    changes.changes.push_back(change);
  }
  Scene scene{inventory, {}, {}};
  const DependencyGraph graph(inventory);
  mark_movement(scene, changes, impact::impacts_of(changes, graph));
  return scene;
}

/// Around the named entities, nearest first; all of the inventory when none is named.
std::vector<Neighbours::Step> around(const Arguments& arguments, const Inventory& inventory,
                                     const Neighbours& neighbours) {
  std::vector<Neighbours::Step> steps;
  if (arguments.names.empty()) {
    for (Neighbours::Position i = 0; i < inventory.entities.size(); ++i) steps.push_back({i, 0});
    return steps;
  }
  const Positions starts = entities_named(inventory, words_given(arguments.names));
  const auto most = arguments.distance.value_or(Neighbours::any_distance);
  std::map<Neighbours::Position, std::uint32_t> nearest;
  for (const Direction direction : {Direction::uses, Direction::users}) {
    for (const auto& step : neighbours.reached(starts, direction, most)) {
      const auto [place, is_new] = nearest.emplace(step.entity, step.distance);
      if (!is_new) place->second = std::min(place->second, step.distance);
    }
  }
  for (const auto& [entity, distance] : nearest) steps.push_back({entity, distance});
  return steps;
}

/// The entities to draw, in the order of the inventory. What is marked is the last to be left out.
Positions drawn_of(const Arguments& arguments, const Scene& scene, const Neighbours& neighbours,
                   std::size_t& left_out) {
  const Filter filter(arguments, scene.inventory);
  auto steps = around(arguments, scene.inventory, neighbours);
  std::erase_if(steps, [&](const Neighbours::Step& step) { return !filter.keeps(step.entity); });
  const auto rank = [&](const Neighbours::Step& step) {
    const auto found = scene.marks.find(scene.inventory.entities[step.entity].id);
    const Mark mark = found == scene.marks.end() ? Mark::none : found->second;
    return std::tuple(-static_cast<int>(mark), step.distance, step.entity);
  };
  std::sort(steps.begin(), steps.end(),
            [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  const std::size_t most = arguments.limit.value_or(entities_of_a_drawing);
  left_out = steps.size() - std::min(steps.size(), most);
  steps.resize(steps.size() - left_out);
  Positions positions;
  for (const auto& step : steps) positions.push_back(step.entity);
  std::sort(positions.begin(), positions.end());
  return positions;
}

Drawing drawing_of(const Arguments& arguments, const Scene& scene) {
  const Neighbours neighbours(scene.inventory);
  Drawing drawing;
  std::map<Neighbours::Position, std::size_t> numbers;
  for (const auto one : drawn_of(arguments, scene, neighbours, drawing.left_out)) {
    const Entity& entity = scene.inventory.entities[one];
    const auto mark = scene.marks.find(entity.id);
    numbers.emplace(one, drawing.nodes.size());
    drawing.nodes.push_back(
        {entity.id, entity.title, mark == scene.marks.end() ? Mark::none : mark->second});
  }
  for (const auto& [user, number] : numbers) {
    for (const auto used : neighbours.of(user, Direction::uses)) {
      const auto other = numbers.find(used);
      if (other == numbers.end()) continue;
      const bool removed = scene.removed_uses.contains(
          {scene.inventory.entities[user].id, scene.inventory.entities[used].id});
      drawing.edges.push_back({number, other->second, removed});
    }
  }
  return drawing;
}

Scene scene_of(const Arguments& arguments, Here& at) {
  if (!arguments.base.empty()) return scene_since(at, arguments.base);
  if (!arguments.changed.empty()) return scene_supposing(at.world.inventory, arguments.changed);
  return {std::move(at.world.inventory), {}, {}};
}

}  // namespace

int graph(const Arguments& arguments) {
  if (!arguments.base.empty() && !arguments.changed.empty()) {
    throw Error(Fault::usage, "graph: --change and --base are two questions; ask one");
  }
  if (arguments.names.empty() && arguments.distance) {
    throw Error(Fault::usage, "graph: --depth counts from an entity; name one");
  }
  Here at = here(arguments);
  const Drawing drawing = drawing_of(arguments, scene_of(arguments, at));
  if (arguments.format == Format::json) {
    print_json(json_of(drawing));
  } else {
    print_text(arguments.format == Format::mermaid ? mermaid_of(drawing) : dot_of(drawing));
  }
  if (drawing.left_out != 0) print_note(drawing.cut_text());
  return 0;
}

}  // namespace tidemark::cli
