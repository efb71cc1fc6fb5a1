#pragma once

#include <string>
#include <vector>

#include "core/model/verdict.hpp"
#include "replay/stats/scores.hpp"
#include "replay/verdict/evidence.hpp"

namespace tidemark::verdict {

/// The evidence as the statistics take it: a case that the baseline does not hold is all missing.
std::vector<stats::CaseScores> scores_of(const Evidence& evidence);

/// Counts and means, over the cases that were run; what was planned and the statistics' own numbers
/// are filled in by who decides.
Measurement measure(const Evidence& evidence);

/// Mean candidate score over the cases with `expect`; nothing where there is none.
std::optional<double> expected_mean(const Evidence& evidence);

/// Mean score of the recorded control runs; nothing where there is none.
std::optional<double> control_mean(const Evidence& evidence);

/// "0.95 -> 0.71 (-0.24) over 40 cases".
std::string means_sentence(const Measurement& measured);

/// "a, b, c and 4 more".
std::string some_of(const std::vector<std::string>& names);

/// Of so many cases these are not in the baseline as they are now.
std::string unrecorded_sentence(const std::vector<std::string>& names, std::size_t cases);

/// `value` with `digits` decimals.
std::string decimal(double value, int digits);

}  // namespace tidemark::verdict
