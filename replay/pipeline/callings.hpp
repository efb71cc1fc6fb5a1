#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "replay/golden/outline.hpp"
#include "replay/pipeline/gate.hpp"

namespace tidemark::pipeline {

/// Tells which golden cases what changed calls for, by what they say that they touch; keeps what it
/// looked up for the next automation. The assessment must outlive it. Any thread.
class Callings {
 public:
  explicit Callings(const Assessment& assessment) : assessment_(assessment) {}

  /// For each list, whether what reaches the automation (`impact`; null when nothing does) calls
  /// for a case that says so. A case is called for that says nothing or what nobody knows, and all
  /// are when the change is of the automation itself, of its judge, or of a path that nobody
  /// claims.
  std::vector<bool> of(const EntityId& automation, const Impact* impact,
                       const golden::Touched& touched);

 private:
  class Changed;

  std::optional<std::set<EntityId>> changed_below(const EntityId& automation,
                                                  const Impact* impact) const;
  const Changed& changed(const EntityId& id);

  const Assessment& assessment_;
  std::mutex looking_up_;  // around what follows
  std::map<EntityId, std::shared_ptr<const Changed>> changed_;
};

}  // namespace tidemark::pipeline
