#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/model/golden.hpp"
#include "replay/pipeline/session.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// What somebody wants to be taken for right, and what is kept with the acceptance.
struct AcceptRequest {
  std::vector<std::string> names;  ///< automations, or "policy"
  std::string base;
  std::string reason;
  std::string author;
  std::chrono::milliseconds lasts{};  ///< until the acceptance expires
};

/// One thing that was accepted, and what was written for it.
struct Accepted {
  Acceptance record;
  Verdict verdict;             ///< what the gate says without the acceptance
  bool recorded_anew = false;  ///< the baseline file was written, too
  std::optional<Verdict> own;  ///< as verdict_on_own()
};

/// Takes what the head does for right: measures it against the base's baseline, records a new
/// baseline where the head has none that holds, and writes the acceptance records. All names are
/// measured before anything is written. Throws Error(configuration) when there is nothing to
/// accept, Error(evaluation) when it could not be measured.
RunResult<std::vector<Accepted>> accept(const Workspace& workspace, const AcceptRequest& request,
                                        Parts& parts);

}  // namespace tidemark::pipeline
