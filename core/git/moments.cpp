#include "core/git/moments.hpp"

#include <git2.h>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/git/entries.hpp"
#include "core/git/open.hpp"

namespace tidemark::git {
namespace {

std::string shown(const git_commit* commit) {
  return hex(*git_commit_id(commit)).substr(0, 8) + " of " +
         utc_text(std::chrono::system_clock::from_time_t(git_commit_time(commit)));
}

Owned<git_commit> commit_of(const OpenRepository& repository, const git_oid& id) {
  Owned<git_commit> commit;
  const int code = git_commit_lookup(into(commit), repository.handle.get(), &id);
  const std::string name = "commit " + hex(id).substr(0, 8);
  if (code == GIT_ENOTFOUND) {
    throw Error(Fault::configuration, name + " is not here: " + why_missing(repository));
  }
  check(code, name + " cannot be read");
  return commit;
}

/// Nothing at the first commit, and where a shallow clone ends.
Owned<git_commit> first_parent(const OpenRepository& repository, const git_commit* commit) {
  if (git_commit_parentcount(commit) == 0) return {};
  Owned<git_commit> parent;
  const int code = git_commit_parent(into(parent), commit, 0);
  if (code == 0) return parent;
  if (code == GIT_ENOTFOUND && is_shallow(repository)) return {};
  check(code, "the parent of commit " + shown(commit) + " cannot be read");
  return {};
}

/// An entry of a commit's tree that is no folder.
struct FoundEntry {
  std::string id;
  bool is_file = false;  // no submodule
};

FoundEntry find_entry(const Repository& repository, const std::string& commit,
                      const std::string& path) {
  const std::lock_guard guard(repository.shared().busy);
  const Owned<git_commit> found = commit_of(repository.shared(), id_of(commit));
  Owned<git_tree> tree;
  check(git_commit_tree(into(tree), found.get()), "commit " + commit + " has no list of files");
  git_tree_entry* entry = nullptr;
  if (git_tree_entry_bypath(&entry, tree.get(), path.c_str()) != 0) return {};
  const git_object_t type = git_tree_entry_type(entry);
  FoundEntry result;
  if (type != GIT_OBJECT_TREE) result = {hex(*git_tree_entry_id(entry)), type == GIT_OBJECT_BLOB};
  git_tree_entry_free(entry);
  return result;
}

std::string fact_of(Moment moment) { return "what was in force at " + utc_text(moment); }

[[noreturn]] void refuse_earlier(const git_commit* oldest, Moment moment) {
  if (git_commit_parentcount(oldest) != 0) {
    throw Error(Fault::configuration, fact_of(moment) + " is not known: the history here begins " +
                                          "with commit " + shown(oldest) + "; " +
                                          history_too_short);
  }
  throw Error(Fault::configuration, fact_of(moment) + ": nothing; the first commit is " +
                                        shown(oldest) + " (name a later moment)");
}

[[noreturn]] void refuse_two(const git_commit* found, const git_commit* older, Moment moment) {
  throw Error(Fault::configuration, fact_of(moment) +
                                        " is not clear: clocks ran backwards, so it is commit " +
                                        shown(found) + ", but its ancestor " + shown(older) +
                                        " is later (name the commit that you mean)");
}

}  // namespace

CommitFacts commit_facts(const Repository& repository, const std::string& commit) {
  const OpenRepository& open = repository.shared();
  const std::lock_guard guard(repository.shared().busy);
  const Owned<git_commit> found = commit_of(open, id_of(commit));
  CommitFacts facts;
  facts.id = commit;
  for (unsigned i = 0; i < git_commit_parentcount(found.get()); ++i) {
    facts.parents.push_back(hex(*git_commit_parent_id(found.get(), i)));
  }
  facts.time = std::chrono::system_clock::from_time_t(git_commit_time(found.get()));
  const git_signature* author = git_commit_author(found.get());
  facts.author = std::string(author->name) + " <" + author->email + '>';
  const char* subject = git_commit_summary(found.get());
  facts.subject = subject != nullptr ? subject : "";
  return facts;
}

std::string commit_in_force(const Repository& repository, Moment moment) {
  const std::string head = repository.head();
  const OpenRepository& open = repository.shared();
  const std::lock_guard guard(repository.shared().busy);
  const auto wanted = std::chrono::system_clock::to_time_t(moment);
  Owned<git_commit> found, commit = commit_of(open, id_of(head));
  while (true) {
    const bool is_later = git_commit_time(commit.get()) > wanted;
    if (is_later && found) refuse_two(found.get(), commit.get(), moment);
    Owned<git_commit> parent = first_parent(open, commit.get());
    if (!parent && is_later) refuse_earlier(commit.get(), moment);
    if (!is_later && !found) found = std::move(commit);
    if (!parent) return hex(*git_commit_id(found.get()));
    commit = std::move(parent);
  }
}

bool is_reference_name(const Repository& repository, const std::string& name) {
  const std::lock_guard guard(repository.shared().busy);
  git_reference* found = nullptr;
  const int code = git_reference_dwim(&found, repository.shared().handle.get(), name.c_str());
  git_reference_free(found);
  return code == 0;
}

std::string blob_at(const Repository& repository, const std::string& commit,
                    const std::string& path) {
  return find_entry(repository, commit, path).id;
}

std::optional<std::string> text_at(const Repository& repository, const std::string& commit,
                                   const std::string& path) {
  constexpr std::size_t limit = 64UL * 1024 * 1024;
  const FoundEntry entry = find_entry(repository, commit, path);
  if (!entry.is_file) return std::nullopt;
  return read_blob(repository.shared(), entry.id, limit,
                   "commit " + commit.substr(0, 8) + ": '" + printable(path) + "'");
}

}  // namespace tidemark::git
