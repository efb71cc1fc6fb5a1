#pragma once

#include <git2.h>

#include <memory>
#include <string>

namespace tidemark::git {

/// Frees a libgit2 object by its own function. For this module's sources only.
template <auto release>
struct Release {
  template <typename Object>
  void operator()(Object* object) const {
    release(object);
  }
};

template <typename Object, auto release>
using Handle = std::unique_ptr<Object, Release<release>>;

using RepositoryHandle = std::shared_ptr<git_repository>;
using ObjectHandle = Handle<git_object, git_object_free>;
using TreeHandle = Handle<git_tree, git_tree_free>;
using BlobHandle = Handle<git_blob, git_blob_free>;
using IndexHandle = Handle<git_index, git_index_free>;
using StatusHandle = Handle<git_status_list, git_status_list_free>;
using WalkHandle = Handle<git_revwalk, git_revwalk_free>;
using CommitHandle = Handle<git_commit, git_commit_free>;
using SignatureHandle = Handle<git_signature, git_signature_free>;

/// Starts libgit2 for as long as the process lives.
void start_library();

/// Throws Error(configuration) with `fact` and libgit2's own words when `code` is a failure.
void check(int code, const std::string& fact);

std::string hex(const git_oid& id);

/// What a repository whose history is cut must be told, or "" for a whole one.
std::string shallow_hint(git_repository* repository);

}  // namespace tidemark::git
