#include <git2.h>

#include <mutex>
#include <set>

#include "core/git/open.hpp"
#include "core/git/repository.hpp"

namespace tidemark::git {
namespace {

std::string author_of(git_repository* repository, const git_oid& id) {
  Owned<git_commit> commit;
  check(git_commit_lookup(into(commit), repository, &id), "cannot read commit " + hex(id));
  const git_signature* author = git_commit_author(commit.get());
  return std::string(author->name) + " <" + author->email + '>';
}

}  // namespace

bool Repository::has_commit() const {
  const std::lock_guard guard(repository_->busy);
  return git_repository_head_unborn(repository_->handle.get()) == 0;
}

std::vector<std::string> Repository::authors(const std::string& base,
                                             const std::string& head) const {
  const git_oid from = id_of(resolve(base)), to = id_of(resolve(head));
  const std::lock_guard guard(repository_->busy);
  git_repository* handle = repository_->handle.get();
  Owned<git_revwalk> walk;
  check(git_revwalk_new(into(walk), handle), "cannot read the history");
  check(git_revwalk_push(walk.get(), &to), "cannot read the history of " + head);
  check(git_revwalk_hide(walk.get(), &from), "cannot read the history of " + base);
  std::set<std::string> people;
  git_oid id;
  while (git_revwalk_next(&id, walk.get()) == 0) people.insert(author_of(handle, id));
  return {people.begin(), people.end()};
}

}  // namespace tidemark::git
