#include "core/graph/neighbours.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace tidemark {
namespace {

using Position = Neighbours::Position;
using graph::Link;

struct IdHash {
  std::size_t operator()(const EntityId* id) const {
    return std::hash<std::string_view>()(id->name) * 31 + static_cast<std::size_t>(id->kind);
  }
};
struct SameId {
  bool operator()(const EntityId* a, const EntityId* b) const { return *a == *b; }
};

std::vector<Link> links_of(const Inventory& inventory) {
  std::unordered_map<const EntityId*, Position, IdHash, SameId> places;
  places.reserve(inventory.entities.size());
  for (Position i = 0; i < inventory.entities.size(); ++i) {
    places.emplace(&inventory.entities[i].id, i);
  }
  std::vector<Link> links;
  for (Position i = 0; i < inventory.entities.size(); ++i) {
    for (const Use& use : inventory.entities[i].uses) {
      const auto target = places.find(&use.target);
      if (target != places.end()) links.emplace_back(i, target->second);
    }
  }
  return links;
}

std::vector<Link> turned(std::vector<Link> links) {
  for (Link& link : links) std::swap(link.first, link.second);
  return links;
}

}  // namespace

Neighbours::Neighbours(const Inventory& inventory)
    : uses_(inventory.entities.size(), links_of(inventory)),
      users_(inventory.entities.size(), turned(links_of(inventory))) {}

std::vector<Neighbours::Step> Neighbours::reached(std::span<const Position> starts,
                                                  Direction direction, std::uint32_t most) const {
  graph::Walk walk;
  side(direction).reach(starts, walk, most);
  std::vector<Step> steps;
  steps.reserve(walk.order.size());
  for (std::uint32_t distance = 0; distance < walk.ends.size(); ++distance) {
    const auto first = walk.order.begin() + static_cast<std::ptrdiff_t>(steps.size());
    const auto last = walk.order.begin() + static_cast<std::ptrdiff_t>(walk.ends[distance]);
    std::sort(first, last);
    for (auto here = first; here != last; ++here) steps.push_back({*here, distance});
  }
  return steps;
}

}  // namespace tidemark
