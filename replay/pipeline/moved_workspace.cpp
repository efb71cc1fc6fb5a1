#include "replay/pipeline/moved_workspace.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/git/moments.hpp"
#include "replay/pipeline/entity_history.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::string_view root_file = "tidemark.yaml";

bool touches(const git::HistoryIndex& index, std::uint32_t commit, const std::string& path) {
  const auto paths = index.paths(commit);
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

}  // namespace

std::optional<std::string> folder_before(const git::Repository& repository,
                                         const git::HistoryIndex& index, std::uint32_t commit,
                                         const std::string& folder) {
  const std::string own = folder + std::string(root_file);
  const auto parents = index.parents(commit);
  if (parents.empty() || !touches(index, commit, own)) return std::nullopt;
  const std::string id = index.id(commit), parent = index.id(parents.front());
  if (!git::blob_at(repository, parent, own).empty()) return std::nullopt;
  std::optional<std::string> left;
  for (const std::string_view path : index.paths(commit)) {
    const std::size_t name = path.rfind('/') + 1;  // 0 at the root
    if (path == own || path.substr(name) != root_file) continue;
    const bool is_gone = git::blob_at(repository, id, std::string(path)).empty() &&
                         !git::blob_at(repository, parent, std::string(path)).empty();
    if (!is_gone) continue;
    if (left) return std::nullopt;
    left = path.substr(0, name);
  }
  return left;
}

std::string folder_at(const Workspace& workspace, const std::string& commit) {
  const git::Repository& repository = *workspace.repository;
  const git::HistoryIndex index = history_index(workspace, repository.head());
  const auto commits = index.commits();
  const auto wanted = std::find_if(commits.begin(), commits.end(),
                                   [&](std::uint32_t one) { return index.id(one) == commit; });
  if (wanted == commits.end()) return workspace.folder;
  const auto before = index.ancestors(*wanted);
  const std::unordered_set<std::uint32_t> past(before.begin(), before.end());
  std::string folder = workspace.folder;
  for (const std::uint32_t one : commits) {
    if (past.count(one) != 0) continue;
    if (const auto left = folder_before(repository, index, one, folder)) folder = *left;
  }
  return folder;
}

}  // namespace tidemark::pipeline
