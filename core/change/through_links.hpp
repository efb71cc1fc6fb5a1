#pragma once

#include <vector>

#include "core/git/snapshot.hpp"

namespace tidemark::change {

/// The paths by which what changed can be read, too, since symbolic links lead to it: each change
/// once more under every such path, in the order of the paths. Links through links count.
///
/// Throws Error(configuration) when there are too many for a workspace, as where links of folders
/// lead to folders that hold them.
std::vector<git::FileChange> seen_through_links(const git::Snapshot& after,
                                                const std::vector<git::FileChange>& changes);

}  // namespace tidemark::change
