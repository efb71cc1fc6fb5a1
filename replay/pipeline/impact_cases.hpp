#pragma once

#include <optional>
#include <vector>

#include "core/inventory/cache.hpp"
#include "replay/pipeline/gate.hpp"

namespace tidemark::pipeline {

/// How many of the base's golden cases are called for, for each impact, for people who ask before
/// anything is run; nothing where there is no golden set to be read. With a cache (null is allowed)
/// only sets that no earlier question has seen are read.
std::vector<std::optional<CaseSelection>> cases_of_impacts(const Assessment& assessment,
                                                           inventory::Cache* cache);

}  // namespace tidemark::pipeline
