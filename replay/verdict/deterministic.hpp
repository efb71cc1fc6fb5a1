#pragma once

#include "replay/verdict/judge.hpp"

namespace tidemark::verdict {

/// Judges an automation whose every run of a case is the same fact: no case lower is PASS, some
/// lower is CHANGED, a mean drop of the margin or a lower critical case is REGRESSED. A run that
/// failed may hide a drop, so it can keep a PASS away but never make a REGRESSED.
Judgement judge_deterministic(const Evidence& evidence);

}  // namespace tidemark::verdict
