#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/json/json.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::cli {

/// What is special about an entity in a drawing.
enum class Mark {
  none,
  way,       ///< a change leads through it to an automation
  impacted,  ///< an automation that a change can reach
  changed,
  removed,  ///< changed, and gone
};
std::string_view to_string(Mark mark);

/// Entities and uses as they are drawn.
struct Drawing {
  struct Node {
    EntityId id;
    std::string title;
    Mark mark = Mark::none;
  };
  struct Edge {
    std::size_t user, used;  ///< positions in `nodes`
    bool removed = false;    ///< the use is gone
  };
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::size_t left_out = 0;  ///< entities that did not fit

  /// "12 of 40 entities are drawn", or "" when all are.
  std::string cut_text() const;
};

/// For Graphviz. Whatever an inventory says stays a label.
std::string dot_of(const Drawing& drawing);
/// As a Mermaid flowchart; likewise.
std::string mermaid_of(const Drawing& drawing);
/// `tidemark.graph/1`.
json::Value json_of(const Drawing& drawing);

}  // namespace tidemark::cli
