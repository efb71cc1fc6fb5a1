#include <git2.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/git/entries.hpp"
#include "core/git/open.hpp"
#include "core/git/repository.hpp"

namespace tidemark::git {
namespace {

[[noreturn]] void refuse(const std::string& text) { throw Error(Fault::configuration, text); }

std::string quoted(const std::string& revision) { return "'" + printable(revision) + "'"; }

bool is_zero_id(const std::string& revision) {
  return (revision.size() == 40 || revision.size() == 64) &&
         std::all_of(revision.begin(), revision.end(), [](char c) { return c == '0'; });
}

/// The branch that HEAD names although it has no commit.
std::string unborn_branch(git_repository* repository) {
  git_reference* head = nullptr;
  if (git_reference_lookup(&head, repository, "HEAD") != 0) return "HEAD";
  const char* target = git_reference_symbolic_target(head);
  std::string name = target != nullptr ? target : "HEAD";
  git_reference_free(head);
  const std::string prefix = "refs/heads/";
  if (name.compare(0, prefix.size(), prefix) == 0) name.erase(0, prefix.size());
  return name;
}

/// Whether a short history may be why the revision is not found: it is an id, or what comes before
/// something that is there.
bool may_be_older(git_repository* repository, const std::string& revision) {
  if (revision.size() >= 4 &&
      revision.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos) {
    return true;
  }
  const std::size_t step = revision.find_first_of("~^");
  Owned<git_object> start;
  return step != std::string::npos &&
         git_revparse_single(into(start), repository, revision.substr(0, step).c_str()) == 0;
}

/// Why a revision cannot be found. Never an excuse to take another one.
[[noreturn]] void refuse_unknown(const OpenRepository& repository, const std::string& revision) {
  const bool object_missing = last_message().find("object not found") != std::string::npos;
  const std::string fact = "cannot find revision " + quoted(revision) + ": ";
  git_repository* handle = repository.handle.get();
  if (git_repository_head_unborn(handle) == 1) {
    refuse(fact + "the branch " + quoted(unborn_branch(handle)) +
           " has no commit yet (commit something first)");
  }
  if (is_shallow(repository) && (object_missing || may_be_older(handle, revision))) {
    refuse(fact + history_too_short);
  }
  if (object_missing) refuse(fact + why_missing(repository));
  if (is_shallow(repository)) {
    refuse("unknown revision " + quoted(revision) +
           " (check the spelling; this clone is shallow and may lack it: fetch with depth 0, "
           "actions/checkout: fetch-depth: 0)");
  }
  refuse("unknown revision " + quoted(revision) +
         " (check the spelling; a branch of the server is origin/NAME, after git fetch)");
}

[[noreturn]] void refuse_revision(const OpenRepository& repository, int code,
                                  const std::string& revision) {
  if (code == GIT_ENOTFOUND) refuse_unknown(repository, revision);
  if (code == GIT_EAMBIGUOUS) {
    refuse("revision " + quoted(revision) +
           " is ambiguous: several objects begin so (write more digits)");
  }
  if (code == GIT_EINVALIDSPEC) {
    refuse(quoted(revision) +
           " is not how a revision is written (one commit: a branch, a tag, HEAD~1 or an id)");
  }
  refuse("cannot read revision " + quoted(revision) + ": " + last_message() + " (run git fsck)");
}

bool is_reference(git_repository* repository, const std::string& name) {
  git_oid id;
  return git_reference_name_to_id(&id, repository, name.c_str()) == 0;
}

/// A tag that bears a branch's name would win over it without a word.
void refuse_double_meaning(git_repository* repository, const std::string& revision) {
  std::string found;
  int meanings = 0;
  for (const char* place : {"refs/", "refs/tags/", "refs/heads/", "refs/remotes/"}) {
    if (!is_reference(repository, place + revision)) continue;
    ++meanings;
    found += (found.empty() ? "" : " or ") + (place + printable(revision));
  }
  if (meanings > 1) refuse(quoted(revision) + " has several meanings (write " + found + ")");
}

Owned<git_object> find(const OpenRepository& repository, const std::string& revision) {
  refuse_double_meaning(repository.handle.get(), revision);
  Owned<git_object> found;
  const int code = git_revparse_single(into(found), repository.handle.get(), revision.c_str());
  if (code != 0) refuse_revision(repository, code, revision);
  return found;
}

/// Tags lead to what they name.
Owned<git_object> commit_of(const OpenRepository& repository, const Owned<git_object>& found,
                            const std::string& revision) {
  Owned<git_object> commit;
  const int code = git_object_peel(into(commit), found.get(), GIT_OBJECT_COMMIT);
  if (code == GIT_ENOTFOUND) refuse_unknown(repository, revision);
  if (code == 0) return commit;
  refuse(quoted(revision) + " is a " + git_object_type2string(git_object_type(found.get())) +
         ", not a commit");
}

[[noreturn]] void refuse_merge_base(const OpenRepository& repository, const std::string& fact) {
  const std::string reason = last_message();
  if (is_shallow(repository)) refuse(fact + history_too_short);
  if (reason.find("object not found") != std::string::npos) refuse(fact + why_missing(repository));
  if (reason.find("no merge base") == std::string::npos) refuse(fact + reason + " (run git fsck)");
  refuse(fact + "their histories are unrelated (rebase one onto the other, or name another base)");
}

}  // namespace

std::string Repository::resolve(const std::string& revision) const {
  if (is_zero_id(revision)) {
    refuse(revision +
           " is no commit: forges write it when a branch is new or gone (name the "
           "branch to compare with, such as origin/main)");
  }
  if (revision.find('\0') != std::string::npos) {
    refuse(quoted(revision) + " is not how a revision is written (it contains a zero byte)");
  }
  const std::lock_guard guard(repository_->busy);
  const auto found = find(*repository_, revision);
  return hex(*git_object_id(commit_of(*repository_, found, revision).get()));
}

std::string Repository::merge_base(const std::string& one, const std::string& other) const {
  const git_oid first = id_of(resolve(one)), second = id_of(resolve(other));
  const std::lock_guard guard(repository_->busy);
  const LeakAllowance allowance;
  git_oid found;
  if (git_merge_base(&found, repository_->handle.get(), &first, &second) == 0) return hex(found);
  refuse_merge_base(*repository_, "cannot find the commit that " + quoted(one) + " and " +
                                      quoted(other) + " have in common: ");
}

}  // namespace tidemark::git
