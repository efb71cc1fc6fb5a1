#pragma once

#include <vector>

#include "core/change/changes.hpp"
#include "core/model/change.hpp"

namespace tidemark::pipeline {

/// Says in the proposals of another golden set or another baseline which cases are other ones: how
/// many, and the first of them by id. What either side lacks is left as it is. Throws
/// Error(configuration) with all complaints where one cannot be read.
void name_moved_cases(const change::World& before, const change::World& after,
                      std::vector<Proposal>& proposals);

}  // namespace tidemark::pipeline
