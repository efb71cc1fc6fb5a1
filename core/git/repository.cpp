#include "core/git/repository.hpp"

#include <set>

#include "core/base/error.hpp"
#include "core/git/handle.hpp"
#include "core/git/revision.hpp"

namespace tidemark::git {
namespace {

constexpr const char* ownership =
    ": the repository belongs to another user (git config --global --add safe.directory ";

RepositoryHandle opened(const std::string& folder) {
  git_repository* found = nullptr;
  const int code = git_repository_open(&found, folder.c_str());
  const git_error* said = git_error_last();
  const std::string words = said != nullptr && said->message != nullptr ? said->message : "";
  if (code == GIT_EOWNER || (code < 0 && words.find("safe.directory") != std::string::npos)) {
    throw Error(Fault::configuration, folder + ownership + folder + ")");
  }
  check(code, folder);
  return {found, git_repository_free};
}

std::string person(const git_signature& signature) {
  return std::string(signature.name) + " <" + signature.email + ">";
}

ObjectHandle object_of(git_repository* repository, const std::string& revision) {
  git_object* found = nullptr;
  const int code = git_revparse_single(&found, repository, revision.c_str());
  if (code == GIT_EAMBIGUOUS) {
    throw Error(Fault::configuration, revision + ": names several objects; give more digits");
  }
  if (code < 0) {
    throw Error(Fault::configuration, revision + ": no such revision" + shallow_hint(repository));
  }
  return ObjectHandle(found);
}

}  // namespace

struct Repository::Impl {
  RepositoryHandle handle;
  git_repository* get() const { return handle.get(); }
};

std::optional<Repository> Repository::discover(const std::filesystem::path& start) {
  start_library();
  git_buf found = GIT_BUF_INIT;
  const int code = git_repository_discover(&found, start.c_str(), 0, nullptr);
  const std::string folder = found.ptr != nullptr ? found.ptr : "";
  git_buf_dispose(&found);
  if (code == GIT_ENOTFOUND) return std::nullopt;
  check(code, start.string());
  auto impl = std::make_shared<Impl>(Impl{opened(folder)});
  if (git_repository_is_bare(impl->get()) == 1) {
    throw Error(Fault::configuration,
                folder + ": a bare repository; tidemark needs a working directory");
  }
  return Repository(std::move(impl));
}

std::filesystem::path Repository::root() const {
  return std::filesystem::canonical(git_repository_workdir(impl_->get()));
}

bool Repository::has_commit() const { return git_repository_head_unborn(impl_->get()) == 0; }

std::string Repository::head() const {
  if (!has_commit()) {
    throw Error(Fault::configuration, root().string() + ": has no commit yet (git commit first)");
  }
  return resolve("HEAD");
}

std::string Repository::resolve(const std::string& revision) const {
  if (revision.empty() || revision.find_first_not_of('0') == std::string::npos) {
    throw Error(Fault::configuration,
                "\"" + revision + "\" names no commit (a first push has no base; name a branch)");
  }
  if (!has_commit() && revision.starts_with("HEAD")) return head();
  const ObjectHandle object = object_of(impl_->get(), revision);
  git_object* commit = nullptr;
  check(git_object_peel(&commit, object.get(), GIT_OBJECT_COMMIT),
        revision + ": is no commit" + shallow_hint(impl_->get()));
  const ObjectHandle handle(commit);
  return hex(*git_object_id(commit));
}

std::string Repository::merge_base(const std::string& one, const std::string& two) const {
  git_oid first, second, found;
  check(git_oid_fromstr(&first, one.c_str()), one);
  check(git_oid_fromstr(&second, two.c_str()), two);
  const int code = git_merge_base(&found, impl_->get(), &first, &second);
  if (code < 0) {
    throw Error(Fault::configuration, one.substr(0, 10) + " and " + two.substr(0, 10) +
                                          " have no common history" + shallow_hint(impl_->get()));
  }
  return hex(found);
}

std::vector<std::string> Repository::authors(const std::string& base,
                                             const std::string& head) const {
  git_oid from, to, id;
  check(git_oid_fromstr(&from, base.c_str()), base);
  check(git_oid_fromstr(&to, head.c_str()), head);
  git_revwalk* walk = nullptr;
  check(git_revwalk_new(&walk, impl_->get()), "the history");
  const WalkHandle handle(walk);
  check(git_revwalk_push(walk, &to), head);
  check(git_revwalk_hide(walk, &from), base);
  std::set<std::string> people;
  while (git_revwalk_next(&id, walk) == 0) {
    git_commit* commit = nullptr;
    check(git_commit_lookup(&commit, impl_->get(), &id), hex(id));
    const CommitHandle one(commit);
    people.insert(person(*git_commit_author(commit)));
  }
  return {people.begin(), people.end()};
}

std::shared_ptr<const Snapshot> Repository::at(const std::string& revision) const {
  git_oid id;
  check(git_oid_fromstr(&id, resolve(revision).c_str()), revision);
  return revision_snapshot(impl_->handle, id);
}

std::shared_ptr<const Snapshot> Repository::working_tree() const {
  return working_tree_snapshot(impl_->handle);
}

bool Repository::is_clean() const {
  git_status_options options = GIT_STATUS_OPTIONS_INIT;
  options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  git_status_list* list = nullptr;
  check(git_status_list_new(&list, impl_->get(), &options), "the working tree's status");
  const StatusHandle handle(list);
  return git_status_list_entrycount(list) == 0;
}

std::string Repository::author() const {
  git_signature* found = nullptr;
  if (git_signature_default(&found, impl_->get()) != 0) return "";
  const SignatureHandle handle(found);
  return person(*found);
}

}  // namespace tidemark::git
