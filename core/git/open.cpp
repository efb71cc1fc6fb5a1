#include "core/git/open.hpp"

#include <git2.h>

#include <optional>
#include <string_view>

#include "core/base/error.hpp"
#include "core/git/entries.hpp"

namespace tidemark::git {
namespace {

/// Frees what libgit2 put into a buffer.
struct Buffer {
  git_buf bytes = GIT_BUF_INIT;
  Buffer() = default;
  ~Buffer() { git_buf_dispose(&bytes); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
};

std::optional<std::string> find_git_folder(const std::filesystem::path& start) {
  Buffer found;
  const int code = git_repository_discover(&found.bytes, start.c_str(), 0, nullptr);
  if (code == GIT_ENOTFOUND) return std::nullopt;
  check(code, start.string() + ": cannot look for a git repository");
  return std::string(found.bytes.ptr, found.bytes.size);
}

[[noreturn]] void refuse_to_open(const std::string& git_folder, int code) {
  const std::string reason = last_message();
  std::filesystem::path folder(git_folder);
  if (folder.filename().empty()) folder = folder.parent_path();
  if (folder.filename() == ".git") folder = folder.parent_path();
  const std::string name = folder.string();
  const auto mentions = [&](const char* text) { return reason.find(text) != std::string::npos; };
  // libgit2 1.5 reports another owner as a missing configuration value.
  if (code == GIT_EOWNER || mentions("safe.directory")) {
    throw Error(Fault::configuration,
                name +
                    ": the repository belongs to another user (if you trust it: git config "
                    "--global --add safe.directory " +
                    name + ")");
  }
  if (mentions("extensions.objectformat")) {
    throw Error(Fault::configuration,
                name +
                    ": the repository names objects by SHA-256, which cannot be read (use a "
                    "repository of the SHA-1 format, git init's default)");
  }
  throw Error(Fault::configuration, name + ": cannot open the git repository: " + reason);
}

/// For git_config_foreach: whether a remote promises objects that were not fetched.
int note_promisor(const git_config_entry* entry, void* found) {
  const std::string_view key = entry->name;
  const bool promises =
      key.substr(0, 7) == "remote." && key.size() > 9 && key.substr(key.size() - 9) == ".promisor";
  if (promises || key == "extensions.partialclone") *static_cast<bool*>(found) = true;
  return 0;
}

bool is_partial(git_repository* repository) {
  Owned<git_config> config;
  if (git_repository_config_snapshot(into(config), repository) != 0) return false;
  bool found = false;
  git_config_foreach(config.get(), note_promisor, &found);
  return found;
}

[[noreturn]] void refuse_to_read(const OpenRepository& repository, int code,
                                 const std::string& what) {
  if (code == GIT_ENOTFOUND) {
    throw Error(Fault::configuration, what + ": " + why_missing(repository));
  }
  throw Error(Fault::configuration, what + ": cannot be read from the git repository: " +
                                        last_message() + " (run git fsck)");
}

}  // namespace

std::shared_ptr<OpenRepository> open_if_inside(const std::filesystem::path& start) {
  start_library();
  const auto git_folder = find_git_folder(start);
  if (!git_folder) return nullptr;
  auto repository = std::make_shared<OpenRepository>();
  repository->folder = start;
  const int code = git_repository_open_ext(into(repository->handle), git_folder->c_str(),
                                           GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  if (code != 0) refuse_to_open(*git_folder, code);
  return repository;
}

bool is_shallow(const OpenRepository& repository) {
  return git_repository_is_shallow(repository.handle.get()) == 1;
}

std::string why_missing(const OpenRepository& repository) {
  if (is_partial(repository.handle.get())) {
    return "its content is not here: a partial clone (clone without --filter)";
  }
  if (is_shallow(repository)) {
    return history_too_short;
  }
  return "an object is missing from the git repository (run git fsck)";
}

void refuse_tree(const OpenRepository& repository, int code, const std::string& where,
                 const std::string& folder) {
  const std::string fact = where + ": the list of files of '" + printable(folder) + "' ";
  throw Error(Fault::configuration,
              code == GIT_ENOTFOUND
                  ? fact + "is not here: " + why_missing(repository)
                  : fact + "cannot be read: " + last_message() + " (run git fsck)");
}

std::filesystem::path index_path(const OpenRepository& repository) {
  return std::filesystem::path(git_repository_path(repository.handle.get())) / "index";
}

std::string read_blob(OpenRepository& repository, const std::string& blob, std::size_t limit,
                      const std::string& what) {
  const git_oid id = id_of(blob);
  const std::lock_guard guard(repository.busy);
  Owned<git_odb> objects;
  check(git_repository_odb(into(objects), repository.handle.get()), what);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  int code = git_odb_read_header(&size, &type, objects.get(), &id);
  if (code != 0) refuse_to_read(repository, code, what);
  if (size > limit) {
    throw Error(Fault::configuration,
                what + ": larger than the limit of " + std::to_string(limit) + " bytes");
  }
  Owned<git_blob> content;
  code = git_blob_lookup(into(content), repository.handle.get(), &id);
  if (code != 0) refuse_to_read(repository, code, what);
  return {static_cast<const char*>(git_blob_rawcontent(content.get())),
          static_cast<std::size_t>(git_blob_rawsize(content.get()))};
}

}  // namespace tidemark::git
