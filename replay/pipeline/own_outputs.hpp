#pragma once

#include <optional>
#include <string>

#include "replay/pipeline/gate.hpp"

namespace tidemark::pipeline {

/// How the outputs that the head's baseline holds stand by the base's judge, where the gate ran
/// another runner than the head's own, so that nobody has seen these. Nothing where it ran the
/// head's, where the base has no judge, or where its golden set has cases that this baseline lacks.
/// `baseline` is the file's text. Calls nobody but comparators.
std::optional<Verdict> verdict_on_own(const Assessment& assessment, const Finding& finding,
                                      const std::string& baseline, Session& session);

}  // namespace tidemark::pipeline
