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

/// The range from the merge base of `base` and head to `head`, or to the working tree when no head is
/// named. Throws Error(configuration).
Range range_of(const Workspace& workspace, const std::string& base,
               const std::optional<std::string>& head);

/// As range_of, for whoever runs what is checked out: a named head must be that, without changes.
Range runnable_range(const Workspace& workspace, const std::string& base,
                     const std::optional<std::string>& head);

}  // namespace tidemark::pipeline
