#pragma once

#include <optional>
#include <string>

#include "core/git/history_index.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// The folder ("" or "a/b/") that a workspace left when the commit brought it to `folder`: the only
/// one whose tidemark.yaml went while that of `folder` came. Nothing when there is none, or
/// several.
std::optional<std::string> folder_before(const git::Repository& repository,
                                         const git::HistoryIndex& index, std::uint32_t commit,
                                         const std::string& folder);

/// Where HEAD's workspace was at one of HEAD's ancestors, followed back from move to move. Its own
/// folder when it never moved, or when the commit is no ancestor.
std::string folder_at(const Workspace& workspace, const std::string& commit);

}  // namespace tidemark::pipeline
