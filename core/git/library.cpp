#include "core/git/library.hpp"

#include <git2.h>
#include <sys/resource.h>
#include <sys/single_threaded.h>

#include "core/base/error.hpp"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>

// libgit2 1.5 forgets its match data whenever a PCRE2 expression of its own does not match.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() {
  return "leak:libpcre2\n";
}
#endif

namespace tidemark::git {
namespace {

/// For as long as it lives, no file can be opened: libgit2 reads all of the system's certificates
/// when it starts, and goes on without them where they cannot be read. Nothing here talks to a
/// server. Does nothing once there are other threads, which may want to open files.
class NoMoreFiles {
 public:
  NoMoreFiles() {
    if (__libc_single_threaded == 0 || ::getrlimit(RLIMIT_NOFILE, &before_) != 0) return;
    const rlimit none{0, before_.rlim_max};
    active_ = ::setrlimit(RLIMIT_NOFILE, &none) == 0;
  }
  ~NoMoreFiles() {
    if (active_) ::setrlimit(RLIMIT_NOFILE, &before_);
  }
  NoMoreFiles(const NoMoreFiles&) = delete;
  NoMoreFiles& operator=(const NoMoreFiles&) = delete;

 private:
  rlimit before_{};
  bool active_ = false;
};

int start_without_files() {
  const NoMoreFiles nothing;
  return git_libgit2_init();
}

int start_somehow() {
  const int started = start_without_files();
  return started < 0 ? git_libgit2_init() : started;
}

}  // namespace

void Release::operator()(git_blob* object) const { git_blob_free(object); }
void Release::operator()(git_commit* object) const { git_commit_free(object); }
void Release::operator()(git_config* object) const { git_config_free(object); }
void Release::operator()(git_diff* object) const { git_diff_free(object); }
void Release::operator()(git_filter_list* object) const { git_filter_list_free(object); }
void Release::operator()(git_index* object) const { git_index_free(object); }
void Release::operator()(git_object* object) const { git_object_free(object); }
void Release::operator()(git_odb* object) const { git_odb_free(object); }
void Release::operator()(git_repository* object) const { git_repository_free(object); }
void Release::operator()(git_revwalk* object) const { git_revwalk_free(object); }
void Release::operator()(git_tree* object) const { git_tree_free(object); }

void start_library() {
  // Never shut down: snapshots may outlive any owner that could do it.
  static const int started = start_somehow();
  if (started < 0) throw Error(Fault::internal, "libgit2 does not start: " + last_message());
}

#ifdef __SANITIZE_ADDRESS__
LeakAllowance::LeakAllowance() { __lsan_disable(); }
LeakAllowance::~LeakAllowance() { __lsan_enable(); }
#else
LeakAllowance::LeakAllowance() = default;
LeakAllowance::~LeakAllowance() = default;
#endif

std::string last_message() {
  const git_error* error = git_error_last();
  return error != nullptr && error->message != nullptr ? error->message : "no reason given";
}

std::string hex(const git_oid& id) {
  char text[GIT_OID_HEXSZ + 1];
  return git_oid_tostr(text, sizeof text, &id);
}

git_oid id_of(const std::string& hex) {
  git_oid id;
  check(git_oid_fromstr(&id, hex.c_str()), "'" + hex + "' is no object id");
  return id;
}

void check(int code, const std::string& fact) {
  if (code < 0) throw Error(Fault::configuration, fact + ": " + last_message());
}

}  // namespace tidemark::git
