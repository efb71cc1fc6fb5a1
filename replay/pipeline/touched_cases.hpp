#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "replay/compare/scoring.hpp"
#include "replay/pipeline/gate.hpp"

namespace tidemark::pipeline {

/// For each case, whether what reaches the automation calls for it: by what the case says that it
/// touches, because it is critical, or because it says nothing or what nobody knows. All are
/// called for when the change is of the automation itself, of its judge, or of a path that nobody
/// claims.
std::vector<bool> called_for(const Assessment& assessment, const EntityId& automation,
                             const GoldenSet& golden);

/// Leaves the judge the cases that are called for, where that cannot make a green easier: they
/// are as many as a PASS needs, every other one is recorded, and the others' recorded scores are
/// not under the floor. Else the judge keeps all. Nothing is said when all are called for.
/// `comparators` makes what the judge's comparators are made with, where scores are needed; without
/// it the floor counts as held, as it was when the baseline was recorded.
std::optional<CaseSelection> select_cases(const Assessment& assessment, Judge& judge,
                                          const std::function<compare::Make()>& comparators);

/// How many of the base's golden cases are called for, for people who ask before anything is run;
/// nothing when there is no golden set to be read.
std::optional<CaseSelection> cases_for(const Assessment& assessment, const EntityId& automation);

}  // namespace tidemark::pipeline
