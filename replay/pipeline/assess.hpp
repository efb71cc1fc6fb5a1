#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/model/report.hpp"
#include "replay/pipeline/session.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// Turns a report into the bytes that the ledger keeps and the exit code is checked against.
using Write = std::function<std::string(const Report&)>;

/// Between which two states a gate is to judge. `head` unset means the working tree.
struct GateRequest {
  std::string base;
  std::optional<std::string> head;
  std::optional<std::filesystem::path> approvals;  ///< written by CI from the forge's reviews
  bool full = false;  ///< for a forecast: runs all trials even when fewer settle a verdict
};

/// Tells whether what is checked out may go out: what changed since the base, whom it reaches, how
/// they behave by the base's judge, and what a person accepted. The run is in the ledger, and read
/// back from it, when this returns.
RunResult<Report> assess(const Workspace& workspace, const GateRequest& request, Parts& parts,
                         const Write& write);

/// Replays automations as they lie on disk against their own baselines; all that have a replay
/// section when `names` is empty. An automation without one is NOT_TESTED when it is named.
RunResult<Report> replay_now(const Workspace& workspace, const std::vector<std::string>& names,
                             Parts& parts, const Write& write);

/// The automation called `name` (with or without its kind). Throws Error(configuration) with the
/// nearest name.
const Entity& automation_named(const Inventory& inventory, const std::string& name);
/// The automations called so, each once however often and in whatever way it is named, in the order
/// of the names. Throws as automation_named().
std::vector<EntityId> automations_named(const Inventory& inventory,
                                        const std::vector<std::string>& names);
/// `ids` without what is there before, in the same order.
std::vector<EntityId> each_once(const std::vector<EntityId>& ids);
/// The ids as text.
std::vector<std::string> texts_of(const std::vector<EntityId>& ids);

}  // namespace tidemark::pipeline
