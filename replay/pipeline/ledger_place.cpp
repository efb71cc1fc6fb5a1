#include "replay/pipeline/ledger_place.hpp"

#include <algorithm>
#include <array>

#include "core/base/error.hpp"

namespace tidemark::pipeline {
namespace {

/// What stands behind a ledger's name in the names of the files that SQLite and tidemark put beside
/// it.
constexpr std::array companions = {"", "-wal", "-shm", "-journal", ".lock", ".version-1"};

bool is_tracked(const git::Repository& repository, const std::string& path) {
  if (repository.is_staged(path)) return true;
  return repository.has_commit() && repository.at("HEAD")->find(path) != nullptr;
}

bool is_ignored(const git::Repository& repository, const std::string& path) {
  return std::all_of(companions.begin(), companions.end(), [&](const char* companion) {
    return repository.is_ignored(path + companion);
  });
}

void check_path(const git::Repository& repository, const std::filesystem::path& absolute,
                const std::string& place) {
  const std::filesystem::path inside = absolute.lexically_relative(repository.root());
  if (inside.empty() || *inside.begin() == "..") return;
  if (is_tracked(repository, inside.string())) {
    throw Error(Fault::security, place +
                                     "tracked by git, so a proposal could bring its own evidence "
                                     "(git rm --cached it, or name another file with --ledger)");
  }
  if (is_ignored(repository, inside.string())) return;
  throw Error(Fault::configuration,
              place +
                  "lies in the repository, where it would be one of the files that are judged "
                  "(write /" +
                  inside.string() +
                  "* into the repository's .gitignore, or name another file with --ledger)");
}

}  // namespace

void check_ledger_place(const Workspace& workspace, const std::filesystem::path& ledger) {
  if (!workspace.repository) return;
  const std::string place = "ledger " + ledger.string() + ": ";
  // A link's own name counts, too: the lock lies beside it.
  const auto target = std::filesystem::weakly_canonical(ledger);
  const auto link = std::filesystem::weakly_canonical(ledger.parent_path()) / ledger.filename();
  check_path(*workspace.repository, target, place);
  if (link != target) check_path(*workspace.repository, link, place);
}

}  // namespace tidemark::pipeline
