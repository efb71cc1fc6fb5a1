#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/dependency_graph.hpp"
#include "core/model/check.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::policy {

/// What the rules need to know of an automation's files.
struct GoldenFacts {
  std::optional<std::size_t> cases;  ///< nothing when the golden set cannot be read
  std::string recorded_at;           ///< of the baseline, UTC; "" when there is none
};

/// A workspace at one moment, as the rules see it.
struct View {
  const Inventory& inventory;
  const DependencyGraph& graph;
  std::map<EntityId, GoldenFacts> golden;
  std::string today;  ///< YYYY-MM-DD
};

/// The rules that hold: the workspace's own, and as warnings the shipped ones that need no number
/// of the workspace's and of which it says nothing itself.
std::vector<Rule> rules_in_force(const Policy& policy);

/// Whatever does not keep the rules in force and is not waived today, in no order. A waiver that
/// expired is named by the finding that it no longer holds back.
std::vector<CheckFinding> findings_of(const View& view);

}  // namespace tidemark::policy
