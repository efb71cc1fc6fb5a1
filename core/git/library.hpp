#pragma once

// libgit2 behind one door; private to core/git. Its types are only named here.

#include <memory>
#include <string>

struct git_blob;
struct git_commit;
struct git_config;
struct git_diff;
struct git_filter_list;
struct git_index;
struct git_object;
struct git_oid;
struct git_odb;
struct git_repository;
struct git_revwalk;
struct git_tree;

namespace tidemark::git {

/// Gives libgit2's objects back.
struct Release {
  void operator()(git_blob* object) const;
  void operator()(git_commit* object) const;
  void operator()(git_config* object) const;
  void operator()(git_diff* object) const;
  void operator()(git_filter_list* object) const;
  void operator()(git_index* object) const;
  void operator()(git_object* object) const;
  void operator()(git_odb* object) const;
  void operator()(git_repository* object) const;
  void operator()(git_revwalk* object) const;
  void operator()(git_tree* object) const;
};
template <typename Object>
using Owned = std::unique_ptr<Object, Release>;

/// Lets a libgit2 call fill an Owned: `git_tree_lookup(into(tree), ...)`.
template <typename Object>
class Receiver {
 public:
  explicit Receiver(Owned<Object>& owner) : owner_(owner) {}
  ~Receiver() { owner_.reset(object_); }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;
  operator Object**() { return &object_; }

 private:
  Owned<Object>& owner_;
  Object* object_ = nullptr;
};
template <typename Object>
Receiver<Object> into(Owned<Object>& owner) {
  return Receiver<Object>(owner);
}

/// Must have happened before any other call of libgit2; once is enough.
void start_library();

/// For as long as it lives, what this thread allocates is no leak: libgit2 1.5 forgets memory when
/// git_merge_base fails. Does nothing without a sanitizer.
class LeakAllowance {
 public:
  LeakAllowance();
  ~LeakAllowance();
  LeakAllowance(const LeakAllowance&) = delete;
  LeakAllowance& operator=(const LeakAllowance&) = delete;
};

/// What libgit2 says about the last failure of this thread.
std::string last_message();

/// An object's id as 40 hex digits, and back.
std::string hex(const git_oid& id);
git_oid id_of(const std::string& hex);

/// Turns a failed call into Error(configuration): the fact, and libgit2's reason.
void check(int code, const std::string& fact);

}  // namespace tidemark::git
