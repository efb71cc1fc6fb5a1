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

/// Whether the runs that are not made yet (`unmade`) can be left out: either nothing that they
/// could give would allow a judgement, or judge() says REGRESSED now and would say so whatever they
/// score. Were too many of them to give no output, or those of a deterministic automation to
/// disagree, it would be ERROR; nothing makes it green. Nothing else is ever settled: PASS and
/// CHANGED rest on every run.
bool is_settled(const Evidence& evidence);

}  // namespace tidemark::verdict
