#pragma once

#include <span>

#include "replay/pipeline/gate.hpp"
#include "replay/pipeline/session.hpp"

namespace tidemark::pipeline {

/// Has every pinned plugin that the judges name say what it is, so that one that can never run is
/// refused before the first trial is paid for, and looks whether a budget of cost can be kept.
/// Throws Error(configuration) when it cannot or a plugin is none of this ABI, Error(security) when
/// its file may not be used; one that crashes or hangs is its own automation's ERROR.
void check_plugins(std::span<const Judge> judges, Session& session);
/// The same for the judges of all that is reached, and the files of pins that the head moves, which
/// are not run.
void check_plugins(const Assessment& assessment, Session& session);

}  // namespace tidemark::pipeline
