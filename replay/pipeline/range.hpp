#pragma once

#include <optional>
#include <string>

#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// Between which two states a question is asked.
struct Range {
  std::string base;       ///< commit id: where head and the named base parted
  std::string base_name;  ///< as the user named it
  std::string head;       ///< commit id
  bool dirty = false;     ///< the working tree is meant, and it differs from `head`
  change::World before, after;
};

/// The range from the merge base of `base` and head to `head`, or to the working tree when no head
/// is named. Throws Error(configuration).
Range range_of(const Workspace& workspace, const std::string& base,
               const std::optional<std::string>& head, Purpose purpose = Purpose::judging);
/// As range_of, but from `base` itself: what differs between two points, wherever they parted. For
/// people; a gate never asks so.
Range exact_range(const Workspace& workspace, const std::string& base,
                  const std::optional<std::string>& head, Purpose purpose = Purpose::judging);

/// As range_of, for whoever runs what is checked out: a named head must be that, without changes;
/// the base's judge must be the one that the head started from; no file may be a link that leads
/// out of the repository.
Range runnable_range(const Workspace& workspace, const std::string& base,
                     const std::optional<std::string>& head);

/// Throws Error(security) when a file of the range's later state is not any more what it was: an
/// automation that mends the workspace while it is replayed is not judged by what it mended.
void refuse_moved_files(const Workspace& workspace, const Range& range);

}  // namespace tidemark::pipeline
