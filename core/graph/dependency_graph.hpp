#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark {

/// Who stands on whom, ready for questions. Built once, then immutable and readable from any
/// thread. Cycles are facts: every question terminates on them, and none recurses, however deep the
/// graph.
class DependencyGraph {
 public:
  explicit DependencyGraph(const Inventory& inventory);
  /// The union of two states, so that what the change removed still has its ways.
  DependencyGraph(const Inventory& before, const Inventory& after);
  ~DependencyGraph();
  DependencyGraph(DependencyGraph&&) noexcept;
  DependencyGraph& operator=(DependencyGraph&&) noexcept;

  /// An entity and how many uses away it is.
  struct Reached {
    EntityId entity;
    std::size_t distance = 0;
    bool operator==(const Reached&) const = default;
  };

  /// Whatever stands on `entity`, directly or through others; nearest first, then by id. Without
  /// the entity itself; empty when it is not in the graph.
  std::vector<Reached> dependents(const EntityId& entity) const;
  /// Whatever `entity` stands on; in the same order.
  std::vector<Reached> dependencies(const EntityId& entity) const;
  /// Entities of a graph, which must outlive this, for many questions.
  class Set;
  /// The entity and whatever stands on it; none when it is not in the graph.
  Set reached_from(const EntityId& entity) const;
  /// That and whatever the entity stands on.
  Set relatives(const EntityId& entity) const;
  /// A shortest way along uses from `from` to `to`, both ends included; among equals the one whose
  /// ids are smallest from `to` on. Empty when there is none.
  std::vector<EntityId> path(const EntityId& from, const EntityId& to) const;
  /// For each automation that stands on any of `changed` (or is one): the shortest way, changed
  /// entity first, automation last; nearest first, then by id.
  std::vector<std::vector<EntityId>> ways_to_automations(
      const std::vector<EntityId>& changed) const;
  /// One shortest walk for each group of entities that stand on each other, first entity repeated
  /// at the end, written along uses; sorted.
  std::vector<std::vector<EntityId>> cycles() const;

 private:
  struct Impl;  // Boost.Graph stays in the .cpp
  std::unique_ptr<const Impl> impl_;
};

class DependencyGraph::Set {
 public:
  bool has(const EntityId& entity) const;

 private:
  friend class DependencyGraph;
  explicit Set(const Impl& graph) : graph_(&graph) {}

  const Impl* graph_;
  std::vector<bool> nodes_{};  // empty, or of each whether it is one
};

}  // namespace tidemark
