#pragma once

#include <string>
#include <vector>

#include "core/git/history_index.hpp"
#include "core/model/change.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// What one commit did to an entity.
struct HistoryEvent {
  std::string commit;  ///< id; "" when it is not committed yet
  std::string time, author, subject;
  EntityId entity;           ///< by the name that it had then
  std::string renamed_from;  ///< id; "" when it was not renamed
  /// As inventory_changes() has them, and the files that it claims. In a merge only what no parent
  /// had.
  std::vector<Change> changes;
};

/// The life of one entity.
struct EntityHistory {
  std::vector<HistoryEvent> events;  ///< newest first
  std::vector<std::string> unknown;  ///< what cannot be told, in sentences
};

/// What happened to `id` up to HEAD and, when there is `now`, in the working tree since. Follows
/// the entity when another one became it by another name. A commit whose inventory cannot be read
/// is told, and what it changed shows at the next one that can be.
EntityHistory history_of(const Workspace& workspace, const git::HistoryIndex& index,
                         const EntityId& id, const change::World* now);

/// The index of the workspace's history up to a commit, kept beside the ledger.
git::HistoryIndex history_index(const Workspace& workspace, const std::string& commit);

}  // namespace tidemark::pipeline
