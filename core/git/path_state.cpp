#include <git2.h>

#include "core/git/open.hpp"
#include "core/git/repository.hpp"

namespace tidemark::git {

bool Repository::is_staged(const std::string& path) const {
  const std::lock_guard guard(repository_->busy);
  Owned<git_index> index;
  check(git_repository_index(into(index), repository_->handle.get()), "cannot read git's index");
  check(git_index_read(index.get(), 0), "cannot read git's index");
  return git_index_get_bypath(index.get(), path.c_str(), 0) != nullptr;
}

bool Repository::is_ignored(const std::string& path) const {
  const std::lock_guard guard(repository_->busy);
  int ignored = 0;
  check(git_ignore_path_is_ignored(&ignored, repository_->handle.get(), path.c_str()),
        "cannot read git's ignore rules");
  return ignored != 0;
}

}  // namespace tidemark::git
