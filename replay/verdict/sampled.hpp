#pragma once

#include "replay/verdict/judge.hpp"

namespace tidemark::verdict {

/// Judges an automation whose runs vary, by the two tests of replay/stats over at most two looks. A
/// critical case whose runs all fall under its baseline forces the second look, where its own exact
/// test decides, Holm-adjusted, at 1 %.
Judgement judge_sampled(const Evidence& evidence);

}  // namespace tidemark::verdict
