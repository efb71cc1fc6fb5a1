#pragma once

#include <vector>

#include "core/change/changes.hpp"

namespace tidemark::change {

/// What the later state would change about its own judge: policy, plugin pins, added and removed
/// automations, and of every automation its runner, golden set, baseline, comparators, scrubbers,
/// gate, determinism and tier. Sorted by automation, then rule.
std::vector<Proposal> proposals_between(const World& before, const World& after);

}  // namespace tidemark::change
