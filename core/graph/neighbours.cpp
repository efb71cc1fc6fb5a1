#include "core/graph/neighbours.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace tidemark {
namespace {

using Position = Neighbours::Position;
using Edge = std::pair<Position, Position>;

struct IdHash {
  std::size_t operator()(const EntityId* id) const {
    return std::hash<std::string_view>()(id->name) * 31 + static_cast<std::size_t>(id->kind);
  }
};
struct SameId {
  bool operator()(const EntityId* a, const EntityId* b) const { return *a == *b; }
};

std::vector<Edge> edges_of(const Inventory& inventory) {
  std::unordered_map<const EntityId*, Position, IdHash, SameId> places;
  places.reserve(inventory.entities.size());
  for (Position i = 0; i < inventory.entities.size(); ++i) {
    places.emplace(&inventory.entities[i].id, i);
  }
  std::vector<Edge> edges;
  for (Position i = 0; i < inventory.entities.size(); ++i) {
    for (const Use& use : inventory.entities[i].uses) {
      const auto target = places.find(&use.target);
      if (target != places.end()) edges.emplace_back(i, target->second);
    }
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

}  // namespace

Neighbours::Neighbours(const Inventory& inventory) {
  std::vector<Edge> edges = edges_of(inventory);
  for (Side& side : sides_) {
    side.start.assign(inventory.entities.size() + 1, 0);
    for (const auto& [here, there] : edges) {
      ++side.start[here + 1];
      side.to.push_back(there);
    }
    for (std::size_t i = 1; i < side.start.size(); ++i) side.start[i] += side.start[i - 1];
    for (auto& [here, there] : edges) std::swap(here, there);
    std::sort(edges.begin(), edges.end());
  }
}

std::span<const Position> Neighbours::of(Position entity, Direction direction) const {
  const Side& side = sides_[direction == Direction::uses ? 0 : 1];
  return std::span(side.to).subspan(side.start[entity],
                                    side.start[entity + 1] - side.start[entity]);
}

std::vector<Neighbours::Step> Neighbours::reached(std::span<const Position> starts,
                                                  Direction direction, std::uint32_t most) const {
  std::vector<bool> seen(size());
  std::vector<Step> steps;
  const auto meet = [&](Position entity, std::uint32_t distance) {
    if (seen[entity]) return;
    seen[entity] = true;
    steps.push_back({entity, distance});
  };
  for (const Position start : starts) meet(start, 0);
  for (std::size_t next = 0; next < steps.size(); ++next) {
    const Step here = steps[next];
    if (here.distance == most) break;
    for (const Position there : of(here.entity, direction)) meet(there, here.distance + 1);
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return std::tie(a.distance, a.entity) < std::tie(b.distance, b.entity);
  });
  return steps;
}

}  // namespace tidemark
