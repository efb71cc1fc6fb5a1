#pragma once

#include <string>
#include <vector>

#include "core/model/verdict.hpp"
#include "replay/verdict/evidence.hpp"

namespace tidemark::verdict {

/// What the evidence allows to say.
struct Judgement {
  VerdictKind kind = VerdictKind::not_tested;
  /// The first look cannot decide: run each case up to nine times and judge again.
  bool needs_second_look = false;
  std::vector<std::string> because;  ///< most telling first; never empty
  Measurement measured;
};

/// Decides whether an automation got worse (docs/statistics.md). Pure: the same evidence always
/// gives the same judgement.
Judgement judge(const Evidence& evidence);

}  // namespace tidemark::verdict
