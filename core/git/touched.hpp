#pragma once

// Which paths a commit touches; private to core/git.

#include <functional>
#include <string>
#include <vector>

#include "core/git/raw_objects.hpp"

namespace tidemark::git {

/// Calls `touch` with every path that a tree has otherwise than each of its parents' trees: for one
/// parent what `git log --name-only --no-renames` lists, for a merge what `git log -c` does, for
/// none every path. Descends only where the ids of subtrees differ. `refuse` throws what it is
/// told: a missing tree, folders without end, more files than can be.
void touched_paths(RawObjects& objects, const ObjectId& tree, const std::vector<ObjectId>& parents,
                   const std::function<void(const std::string& path)>& touch,
                   const std::function<void(const std::string& fact)>& refuse);

}  // namespace tidemark::git
