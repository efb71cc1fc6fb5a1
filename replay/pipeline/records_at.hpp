#pragma once

#include <optional>
#include <string>

#include "core/change/changes.hpp"
#include "core/model/golden.hpp"

namespace tidemark::pipeline {

/// The golden set of a state of the workspace; nothing when it is not there. Throws what
/// golden::read_golden_set throws.
std::optional<GoldenSet> golden_at(const change::World& world, const std::string& path);

/// Its baseline, which shares what it has in common with `golden`. Throws what
/// golden::read_baseline throws.
std::optional<Baseline> baseline_at(const change::World& world, const std::string& path,
                                    const GoldenSet& golden);

}  // namespace tidemark::pipeline
