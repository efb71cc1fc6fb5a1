#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/git/repository.hpp"

namespace tidemark::git {

using Moment = std::chrono::system_clock::time_point;

/// What people ask of a commit.
struct CommitFacts {
  std::string id;
  std::vector<std::string> parents;
  Moment time;          ///< when it was committed, by the committer's clock
  std::string author;   ///< `Name <mail>`, bytes as they are there
  std::string subject;  ///< the first line of the message, bytes as they are there
};
/// `commit` is an id. Throws Error(configuration) when it is not there.
CommitFacts commit_facts(const Repository& repository, const std::string& commit);

/// The commit that was in force at `moment` on HEAD's line of first parents: the latest that was
/// committed no later. Throws Error(configuration) when it is before the first commit, when a
/// shallow clone does not reach back so far, and when clocks ran backwards across that moment, so
/// that there is no one answer.
std::string commit_in_force(const Repository& repository, Moment moment);

/// Whether a branch, tag or other reference bears this name.
bool is_reference_name(const Repository& repository, const std::string& name);

/// The blob id of a path in a commit; "" when there is no such file.
std::string blob_at(const Repository& repository, const std::string& commit,
                    const std::string& path);

/// The content of a path in a commit; nothing when there is no such file. Throws
/// Error(configuration) when it is larger than an inventory may be, or not there.
std::optional<std::string> text_at(const Repository& repository, const std::string& commit,
                                   const std::string& path);

}  // namespace tidemark::git
