#pragma once

#include <optional>
#include <string>

#include "replay/pipeline/gate.hpp"

namespace tidemark::pipeline {

/// How the outputs that the head's baseline holds stand by the base's judge. Nothing where the base
/// has no judge, or where its golden set has cases that this baseline lacks. `baseline` is the
/// file's text. Calls nobody but comparators.
std::optional<Verdict> verdict_on_own(const Assessment& assessment, const Finding& finding,
                                      const std::string& baseline, Session& session);

}  // namespace tidemark::pipeline
