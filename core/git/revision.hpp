#pragma once

#include "core/git/handle.hpp"
#include "core/git/snapshot.hpp"

namespace tidemark::git {

/// The files of one commit, read from git's objects.
std::shared_ptr<const Snapshot> revision_snapshot(const RepositoryHandle& repository,
                                                  const git_oid& commit);

/// The files on disk in a repository's working directory.
std::shared_ptr<const Snapshot> working_tree_snapshot(const RepositoryHandle& repository);

}  // namespace tidemark::git
