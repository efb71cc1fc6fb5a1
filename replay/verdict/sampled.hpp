#pragma once

#include "replay/verdict/judge.hpp"

namespace tidemark::verdict {

/// At which the exact test of a critical case, Holm-adjusted over all of them, decides.
extern const double critical_level;

/// Judges an automation whose runs vary, by the two tests of replay/stats over at most two looks. A
/// critical case whose runs all fall under its baseline forces the second look, where its own exact
/// test decides at critical_level.
Judgement judge_sampled(const Evidence& evidence);

}  // namespace tidemark::verdict
