#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/model/change.hpp"
#include "core/model/inventory.hpp"

namespace tidemark {

/// An automation that a change can reach, and the evidence.
struct Impact {
  EntityId automation;
  /// The shortest way from a changed entity (first) to the automation (last). Empty when only an
  /// unclassified path reaches it.
  std::vector<EntityId> path;
  /// Every change that reaches it: indices into ChangeSet::changes, ascending.
  std::vector<std::size_t> changes;
  /// It is reached because nobody claims these changed paths.
  std::vector<std::string> unclassified;
  /// Of what changed where the way begins, as far as it is known; unknown without a way.
  ChangeClass change_class = ChangeClass::unknown;
  /// Soft when every way to it takes a soft use: it serves worse, but goes on.
  Criticality strength = Criticality::hard;

  bool operator==(const Impact&) const = default;
};

}  // namespace tidemark
