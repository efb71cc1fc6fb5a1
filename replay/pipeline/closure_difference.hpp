#pragma once

#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "replay/pipeline/closure.hpp"

namespace tidemark::pipeline {

/// Where two closures of one automation differ, in words: `model:x version`, `files of model:x`,
/// `golden set`, `runner`, ... Sorted; empty means that they are the same.
std::vector<std::string> differences(const Closure& before, const Closure& after,
                                     const Inventory& inventory_before,
                                     const Inventory& inventory_after);

}  // namespace tidemark::pipeline
