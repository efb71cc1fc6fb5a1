#include "core/graph/dependency_graph.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <optional>

namespace tidemark {
namespace {

using Csr =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                       boost::no_property, std::uint32_t, std::uint32_t>;
using Node = std::uint32_t;
using Edge = std::pair<Node, Node>;  // user, used
constexpr Node none = static_cast<Node>(-1);

/// What a breadth-first walk leaves: the nodes in order, and per node its predecessor and distance.
struct Walk {
  std::vector<Node> order;
  std::vector<Node> from;
  std::vector<std::uint32_t> distance;
};

/// Boost's own breadth-first search clears a colour map of all nodes; this one is bounded the same
/// way and keeps neighbours in id order, so that the first way found is the smallest.
Walk walk(const Csr& graph, const std::vector<Node>& starts) {
  const auto size = boost::num_vertices(graph);
  Walk result{{}, std::vector<Node>(size, none), std::vector<std::uint32_t>(size, none)};
  for (const Node start : starts) {
    if (result.distance[start] == 0) continue;
    result.distance[start] = 0;
    result.order.push_back(start);
  }
  for (std::size_t next = 0; next < result.order.size(); ++next) {
    const Node here = result.order[next];
    const auto [begin, end] = boost::adjacent_vertices(here, graph);
    for (auto neighbour = begin; neighbour != end; ++neighbour) {
      const Node there = *neighbour;
      if (result.distance[there] != none) continue;
      result.distance[there] = result.distance[here] + 1;
      result.from[there] = here;
      result.order.push_back(there);
    }
  }
  return result;
}

std::vector<Node> way_back(const Walk& walked, Node to) {
  std::vector<Node> way;
  for (Node node = to; node != none; node = walked.from[node]) way.push_back(node);
  return way;
}

std::vector<EntityId> ids_of(const Inventory& before, const Inventory& after) {
  std::vector<EntityId> ids;
  for (const Inventory* inventory : {&before, &after}) {
    for (const Entity& entity : inventory->entities) ids.push_back(entity.id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Csr csr(std::vector<Edge> edges, std::size_t size) {
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return {boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<Node>(size)};
}

std::vector<Edge> reversed(std::vector<Edge> edges) {
  for (Edge& edge : edges) std::swap(edge.first, edge.second);
  return edges;
}

}  // namespace

struct DependencyGraph::Impl {
  Impl(const Inventory& before, const Inventory& after)
      : ids(ids_of(before, after)),
        edges(edges_of(before, after)),
        uses(csr(edges, ids.size())),
        users(csr(reversed(edges), ids.size())) {}

  std::vector<Edge> edges_of(const Inventory& before, const Inventory& after) const {
    std::vector<Edge> all;
    for (const Inventory* inventory : {&before, &after}) {
      for (const Entity& entity : inventory->entities) {
        for (const Use& use : entity.uses) {
          if (const auto target = node(use.target)) all.emplace_back(*node(entity.id), *target);
        }
      }
    }
    return all;
  }

  std::optional<Node> node(const EntityId& id) const {
    const auto place = std::lower_bound(ids.begin(), ids.end(), id);
    if (place == ids.end() || *place != id) return std::nullopt;
    return static_cast<Node>(place - ids.begin());
  }

  std::vector<Reached> reached(const Csr& graph, const EntityId& from) const {
    const auto start = node(from);
    if (!start) return {};
    const Walk walked = walk(graph, {*start});
    std::vector<Reached> result;
    for (const Node there : walked.order) {
      if (there != *start) result.push_back({ids[there], walked.distance[there]});
    }
    std::stable_sort(result.begin(), result.end(), [](const Reached& a, const Reached& b) {
      return std::tie(a.distance, a.entity) < std::tie(b.distance, b.entity);
    });
    return result;
  }

  std::vector<EntityId> named(const std::vector<Node>& nodes) const {
    std::vector<EntityId> result;
    for (const Node one : nodes) result.push_back(ids[one]);
    return result;
  }

  /// The shortest walk along uses from `start` back to itself.
  std::vector<EntityId> cycle_through(Node start) const {
    const Walk walked = walk(users, {start});
    Node last = none;  // the nearest entity that `start` uses and that stands on `start`
    const auto [begin, end] = boost::adjacent_vertices(start, uses);
    for (auto used = begin; used != end; ++used) {
      if (walked.distance[*used] == none) continue;
      if (last == none || walked.distance[*used] < walked.distance[last]) last = *used;
    }
    std::vector<Node> way = {start};
    for (Node node = last; node != none && node != start; node = walked.from[node]) {
      way.push_back(node);
    }
    way.push_back(start);
    return named(way);
  }

  std::vector<EntityId> ids;  // sorted; a node is a position
  std::vector<Edge> edges;
  Csr uses, users;
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
  return impl_->reached(impl_->uses, entity);
}

std::vector<EntityId> DependencyGraph::path(const EntityId& from, const EntityId& to) const {
  const auto start = impl_->node(from);
  const auto goal = impl_->node(to);
  if (!start || !goal) return {};
  // Walked from the goal along users, so that the way comes out in the direction of uses.
  const Walk walked = walk(impl_->users, {*goal});
  if (walked.distance[*start] == none) return {};
  return impl_->named(way_back(walked, *start));
}

std::vector<std::vector<EntityId>> DependencyGraph::ways_to_automations(
    const std::vector<EntityId>& changed) const {
  std::vector<Node> starts;
  for (const EntityId& id : changed) {
    if (const auto node = impl_->node(id)) starts.push_back(*node);
  }
  std::sort(starts.begin(), starts.end());
  const Walk walked = walk(impl_->users, starts);
  std::vector<std::vector<EntityId>> ways;
  for (const Node reached : walked.order) {
    if (impl_->ids[reached].kind != Kind::automation) continue;
    std::vector<EntityId> way = impl_->named(way_back(walked, reached));
    std::reverse(way.begin(), way.end());
    ways.push_back(std::move(way));
  }
  return ways;
}

std::vector<std::vector<EntityId>> DependencyGraph::cycles() const {
  const auto size = impl_->ids.size();
  std::vector<Node> component(size);
  // Boost's strong_components recurses no further than its own explicit stack.
  const Node count = boost::strong_components(
      impl_->uses, boost::make_iterator_property_map(component.begin(),
                                                     boost::get(boost::vertex_index, impl_->uses)));
  std::vector<Node> members(count, 0);
  std::vector<Node> first(count, none);
  for (Node node = 0; node < size; ++node) {
    ++members[component[node]];
    if (first[component[node]] == none) first[component[node]] = node;
  }
  std::vector<std::vector<EntityId>> result;
  for (const Node node : first) {
    const bool alone = members[component[node]] == 1;
    if (alone && !boost::edge(node, node, impl_->uses).second) continue;
    result.push_back(impl_->cycle_through(node));
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace tidemark
