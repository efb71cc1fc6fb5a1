#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "core/graph/dependency_graph.hpp"

namespace tidemark::pipeline {

/// The graph of an inventory, made when somebody asks for it. Any thread.
class LateGraph {
 public:
  explicit LateGraph(const Inventory& inventory) : state_(std::make_shared<State>()) {
    state_->inventory.entities = inventory.entities;
  }

  // NOLINTNEXTLINE(google-explicit-constructor): it is the graph.
  operator const DependencyGraph&() const {
    std::call_once(state_->made, [this] { state_->graph.emplace(state_->inventory); });
    return *state_->graph;
  }

 private:
  struct State {
    Inventory inventory;  // the entities alone
    std::once_flag made;
    std::optional<DependencyGraph> graph;
  };
  std::shared_ptr<State> state_;
};

}  // namespace tidemark::pipeline
