#include "core/git/handle.hpp"

#include "core/base/error.hpp"

namespace tidemark::git {

void start_library() {
  static const int started = git_libgit2_init();
  if (started < 0) throw Error(Fault::internal, "libgit2 does not start");
}

void check(int code, const std::string& fact) {
  if (code >= 0) return;
  const git_error* said = git_error_last();
  throw Error(Fault::configuration,
              fact + (said != nullptr && said->message != nullptr ? std::string(": ") + said->message
                                                                  : std::string()));
}

std::string hex(const git_oid& id) {
  char text[GIT_OID_HEXSZ + 1];
  git_oid_tostr(text, sizeof text, &id);
  return text;
}

std::string shallow_hint(git_repository* repository) {
  if (git_repository_is_shallow(repository) != 1) return "";
  return "; the history is cut short (shallow clone): fetch all of it, in actions/checkout with "
         "fetch-depth: 0";
}

}  // namespace tidemark::git
