#include "core/graph/dependency_graph.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "core/base/parallel.hpp"
#include "core/graph/links.hpp"
#include "core/model/pairs.hpp"

namespace tidemark {
namespace {

using graph::Link;
using graph::Links;
using graph::Node;
using graph::Walk;

constexpr std::size_t in_a_part = 512;  // entities that one core takes at a time

/// Of either, sorted.
std::vector<EntityId> ids_of(const Inventory& before, const Inventory& after) {
  std::vector<EntityId> ids;
  ids.reserve(std::max(before.entities.size(), after.entities.size()));
  for_each_pair(before, after, [&](const Entity* old, const Entity* now) {
    ids.push_back(now != nullptr ? now->id : old->id);
  });
  return ids;
}

/// Entities of `before` that `after` has not with the same targets.
std::vector<const Entity*> used_otherwise(const Inventory& before, const Inventory& after) {
  const auto same_target = [](const Use& a, const Use& b) { return a.target == b.target; };
  std::vector<const Entity*> found;
  for_each_pair(before, after, [&](const Entity* old, const Entity* now) {
    if (old == nullptr || old == now) return;
    const bool same = now != nullptr && std::equal(old->uses.begin(), old->uses.end(),
                                                   now->uses.begin(), now->uses.end(), same_target);
    if (!same) found.push_back(old);
  });
  return found;
}

/// Ids by their places in a sorted list.
class Numbers {
 public:
  explicit Numbers(const std::vector<EntityId>& ids) {
    std::array<std::size_t, all_kinds.size()> sizes{};
    for (const EntityId& id : ids) ++sizes[static_cast<std::size_t>(id.kind)];
    for (std::size_t kind = 0; kind < sizes.size(); ++kind) by_kind_[kind].reserve(sizes[kind]);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      by_kind_[static_cast<std::size_t>(ids[i].kind)].emplace(ids[i].name, static_cast<Node>(i));
    }
  }

  std::optional<Node> find(const EntityId& id) const {
    const auto& names = by_kind_[static_cast<std::size_t>(id.kind)];
    const auto found = names.find(id.name);
    return found == names.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::array<std::unordered_map<std::string_view, Node>, all_kinds.size()> by_kind_;
};

std::vector<Node> way_back(const Walk& walk, std::size_t position) {
  std::vector<Node> way = {walk.order[position]};
  while (walk.from[position] != position) {
    position = walk.from[position];
    way.push_back(walk.order[position]);
  }
  return way;
}

}  // namespace

struct DependencyGraph::Impl {
  Impl(const Inventory& before, const Inventory& after)
      : ids(ids_of(before, after)), numbers(ids), users(ids.size(), links_of(before, after)) {}

  /// Used to user.
  std::vector<Link> links_of(const Inventory& before, const Inventory& after) const {
    const auto& entities = after.entities;
    std::vector<std::vector<Link>> parts((entities.size() + in_a_part - 1) / in_a_part);
    on_all_cores(parts.size(), [&](std::size_t i) {
      const std::size_t last = std::min(entities.size(), (i + 1) * in_a_part);
      for (std::size_t at = i * in_a_part; at < last; ++at) add_links(entities[at], parts[i]);
    });
    std::vector<Link> links;
    for (const auto& part : parts) links.insert(links.end(), part.begin(), part.end());
    for (const Entity* entity : used_otherwise(before, after)) add_links(*entity, links);
    return links;
  }

  void add_links(const Entity& entity, std::vector<Link>& links) const {
    const Node user = *numbers.find(entity.id);
    for (const Use& use : entity.uses) {
      if (const auto target = numbers.find(use.target)) links.emplace_back(*target, user);
    }
  }

  /// The other direction, made when somebody asks.
  const Links& uses() const {
    std::call_once(turned, [this] {
      std::vector<Link> links;
      links.reserve(users.size());
      for (Node used = 0; used < ids.size(); ++used) {
        for (const Node user : users.next(used)) links.emplace_back(user, used);
      }
      turned_links.emplace(ids.size(), std::move(links));
    });
    return *turned_links;
  }

  std::vector<Reached> reached(const Links& links, const EntityId& from) const {
    const auto start = numbers.find(from);
    if (!start) return {};
    Walk walk;
    links.reach({&*start, 1}, walk);
    std::vector<Reached> result;
    result.reserve(walk.order.size());
    for (std::size_t distance = 1; distance < walk.ends.size(); ++distance) {
      const auto begin = walk.order.begin() + static_cast<std::ptrdiff_t>(walk.ends[distance - 1]);
      const auto end = walk.order.begin() + static_cast<std::ptrdiff_t>(walk.ends[distance]);
      std::sort(begin, end);
      for (auto there = begin; there != end; ++there) result.push_back({ids[*there], distance});
    }
    return result;
  }

  void mark_reached(const Links& links, Node from, std::vector<bool>& marks) const {
    Walk walk;
    links.reach({&from, 1}, walk);
    for (const Node node : walk.order) marks[node] = true;
  }

  /// Their places in the walk, nearest first, then by id.
  std::vector<std::size_t> automations_in(const Walk& walk) const {
    std::vector<std::size_t> places;
    std::size_t at = 0;
    for (const std::size_t end : walk.ends) {
      const auto level = static_cast<std::ptrdiff_t>(places.size());
      for (; at < end; ++at) {
        if (ids[walk.order[at]].kind == Kind::automation) places.push_back(at);
      }
      std::sort(places.begin() + level, places.end(), [&](std::size_t one, std::size_t other) {
        return walk.order[one] < walk.order[other];
      });
    }
    return places;
  }

  std::vector<EntityId> named(const std::vector<Node>& nodes) const {
    std::vector<EntityId> result;
    for (const Node one : nodes) result.push_back(ids[one]);
    return result;
  }

  /// The shortest walk along uses from `start` back to itself.
  std::vector<EntityId> cycle_through(Node start) const {
    Walk walk;
    users.find_ways({&start, 1}, walk);
    std::vector<Node> way = {start};
    if (!users.has(start, start)) {
      // The nearest entity that `start` uses and that stands on `start`; of these the smallest.
      const std::size_t last = nearest_used_by(start, walk);
      way = way_back(walk, last);
      way.insert(way.begin(), start);
      return named(way);
    }
    way.push_back(start);
    return named(way);
  }

  std::size_t nearest_used_by(Node start, const Walk& walk) const {
    std::size_t first = 0;
    for (const std::size_t end : walk.ends) {
      std::size_t nearest = end;
      for (std::size_t i = first; i < end; ++i) {
        const bool closes = uses().has(start, walk.order[i]);
        if (closes && (nearest == end || walk.order[i] < walk.order[nearest])) nearest = i;
      }
      if (nearest != end) return nearest;
      first = end;
    }
    return 0;
  }

  const std::vector<EntityId> ids;  // sorted; a node is a position
  const Numbers numbers;
  const Links users;
  mutable std::once_flag turned;
  mutable std::optional<Links> turned_links;
};

DependencyGraph::DependencyGraph(const Inventory& inventory)
    : DependencyGraph(Inventory{}, inventory) {}
DependencyGraph::DependencyGraph(const Inventory& before, const Inventory& after)
    : impl_(std::make_unique<Impl>(before, after)) {}
DependencyGraph::~DependencyGraph() = default;
DependencyGraph::DependencyGraph(DependencyGraph&&) noexcept = default;
DependencyGraph& DependencyGraph::operator=(DependencyGraph&&) noexcept = default;

std::vector<DependencyGraph::Reached> DependencyGraph::dependents(const EntityId& entity) const {
  return impl_->reached(impl_->users, entity);
}

std::vector<DependencyGraph::Reached> DependencyGraph::dependencies(const EntityId& entity) const {
  return impl_->reached(impl_->uses(), entity);
}

DependencyGraph::Set DependencyGraph::reached_from(const EntityId& entity) const {
  Set set(*impl_);
  if (const auto node = impl_->numbers.find(entity)) {
    set.nodes_.resize(impl_->ids.size(), false);
    impl_->mark_reached(impl_->users, *node, set.nodes_);
  }
  return set;
}

DependencyGraph::Set DependencyGraph::relatives(const EntityId& entity) const {
  Set set = reached_from(entity);
  const auto node = impl_->numbers.find(entity);
  if (node) impl_->mark_reached(impl_->uses(), *node, set.nodes_);
  return set;
}

bool DependencyGraph::Set::has(const EntityId& entity) const {
  const auto node = nodes_.empty() ? std::nullopt : graph_->numbers.find(entity);
  return node && nodes_[*node];
}

std::vector<EntityId> DependencyGraph::path(const EntityId& from, const EntityId& to) const {
  const auto start = impl_->numbers.find(from);
  const auto goal = impl_->numbers.find(to);
  if (!start || !goal) return {};
  // Walked from the goal along users, so that the way comes out in the direction of uses.
  Walk walk;
  impl_->users.find_ways({&*goal, 1}, walk, *start);
  if (walk.order.back() != *start) return {};
  return impl_->named(way_back(walk, walk.order.size() - 1));
}

std::vector<std::vector<EntityId>> DependencyGraph::ways_to_automations(
    const std::vector<EntityId>& changed) const {
  std::vector<Node> starts;
  for (const EntityId& id : changed) {
    if (const auto node = impl_->numbers.find(id)) starts.push_back(*node);
  }
  std::sort(starts.begin(), starts.end());
  Walk walk;
  impl_->users.find_ways(starts, walk);
  const std::vector<std::size_t> ends = impl_->automations_in(walk);
  std::vector<std::vector<EntityId>> ways(ends.size());
  in_parts_on_all_cores(ends.size(), in_a_part, [&](std::size_t i) {
    ways[i] = impl_->named(way_back(walk, ends[i]));
    std::reverse(ways[i].begin(), ways[i].end());
  });
  return ways;
}

std::vector<std::vector<EntityId>> DependencyGraph::cycles() const {
  std::vector<Node> component;
  const std::size_t count = impl_->uses().components(component);
  std::vector<Node> members(count, 0), first(count, Links::nowhere);
  for (Node node = 0; node < component.size(); ++node) {
    ++members[component[node]];
    if (first[component[node]] == Links::nowhere) first[component[node]] = node;
  }
  std::vector<std::vector<EntityId>> result;
  for (const Node node : first) {
    const bool alone = members[component[node]] == 1;
    if (alone && !impl_->users.has(node, node)) continue;
    result.push_back(impl_->cycle_through(node));
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace tidemark
