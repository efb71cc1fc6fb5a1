#include "core/git/repository.hpp"

#include <git2.h>

#include <cstdlib>

#include "core/base/error.hpp"
#include "core/git/folder_notes.hpp"
#include "core/git/open.hpp"

namespace tidemark::git {
namespace {

/// The first of an environment variable and a key of git's configuration that says something.
std::string identity(git_config* config, const char* variable, const char* key) {
  const char* text = std::getenv(variable);
  if (text != nullptr && *text != '\0') return text;
  return git_config_get_string(&text, config, key) == 0 && text != nullptr ? text : "";
}

}  // namespace

Repository::Repository(std::shared_ptr<OpenRepository> repository)
    : repository_(std::move(repository)) {}

std::optional<Repository> Repository::discover(const std::filesystem::path& start) {
  auto found = open_if_inside(start);
  if (!found) return std::nullopt;
  return Repository(std::move(found));
}

Repository Repository::open(const std::filesystem::path& start) {
  auto found = discover(start);
  if (found) return *std::move(found);
  throw Error(
      Fault::configuration,
      start.string() + " is not inside a git repository (run git init, or name a folder that is)");
}

std::filesystem::path Repository::root() const {
  const char* folder = git_repository_workdir(repository_->handle.get());
  if (folder == nullptr) {
    throw Error(Fault::configuration, repository_->folder.string() +
                                          " is a bare repository, without files to work on (use a "
                                          "clone or git worktree add)");
  }
  // Without the '/' that libgit2 puts at the end.
  return std::filesystem::path(folder).parent_path();
}

std::string Repository::head() const { return resolve("HEAD"); }

std::shared_ptr<const Snapshot> Repository::at(const std::string& revision) const {
  auto snapshot = tree_snapshot(repository_, resolve(revision), Look::whole);
  snapshot->files();
  return snapshot;
}

std::shared_ptr<const Snapshot> Repository::glance_at(const std::string& revision) const {
  return tree_snapshot(repository_, resolve(revision), Look::quick);
}

std::shared_ptr<const Snapshot> Repository::working_tree() const {
  return working_tree_snapshot(repository_, root());
}

std::shared_ptr<const Snapshot> Repository::working_tree(std::string& notes) const {
  FolderNotes known(notes);
  auto snapshot = working_tree_snapshot(repository_, root(), &known);
  if (known.is_new()) notes = known.bytes();
  return snapshot;
}

bool Repository::is_clean() const {
  return difference(*glance_at("HEAD"), *working_tree()).empty();
}

std::string Repository::author() const {
  const std::lock_guard guard(repository_->busy);
  Owned<git_config> config;
  check(git_repository_config_snapshot(into(config), repository_->handle.get()),
        repository_->folder.string() + ": cannot read git's configuration");
  const std::string name = identity(config.get(), "GIT_AUTHOR_NAME", "user.name");
  const std::string mail = identity(config.get(), "GIT_AUTHOR_EMAIL", "user.email");
  if (mail.empty()) return name;
  return name + (name.empty() ? "<" : " <") + mail + '>';
}

}  // namespace tidemark::git
