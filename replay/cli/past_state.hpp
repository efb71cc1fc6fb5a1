#pragma once

#include <string>

#include "replay/pipeline/workspace.hpp"

namespace tidemark::cli {

/// The workspace as it was.
struct PastState {
  std::string commit;  ///< id
  std::string time;    ///< when it was committed
  bool by_date = false;
  change::World world;
};

/// The commit that a revision or a date names. A date is the commit in force at that moment on
/// HEAD's line of first parents. Throws Error(configuration) when the word may mean both, when the
/// moment is to come, or when history does not tell.
std::string commit_named(const pipeline::Workspace& workspace, const std::string& word);

/// The workspace at such a commit. Throws Error(configuration) also when there was no workspace.
PastState past_state(const pipeline::Workspace& workspace, const std::string& word);

/// For people: `commit 3f2a91c0 of 2026-10-01T09:30:00Z`.
std::string name_of(const PastState& state);

}  // namespace tidemark::cli
