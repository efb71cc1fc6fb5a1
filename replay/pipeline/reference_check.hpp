#pragma once

#include <cstdint>
#include <string>

#include "replay/compare/scoring.hpp"
#include "replay/pipeline/examine.hpp"

namespace tidemark::pipeline {

/// Why the references of the judge's baseline are not of the state that gave these outcomes, as a
/// sentence; "" where they may be. Anybody may have written them, and a wrong one hides a wrong
/// output where nothing is expected. Any run of a state is as good a reference as any other: how
/// well runs agree with the reference is held against how well they agree with each of the first
/// look's runs, by the permutation test (docs/statistics.md) at `level`. A deterministic automation
/// gives its references. Throws what comparators throw.
std::string unfit_references(const Judge& judge, const compare::Make& make,
                             const Outcomes& outcomes, double level, std::uint64_t seed);

}  // namespace tidemark::pipeline
