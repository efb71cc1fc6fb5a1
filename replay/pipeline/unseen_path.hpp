#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "core/change/changes.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::pipeline {

/// A path that a runner's settings name (change::paths_written) and that leads to a file or a
/// folder here which the world does not hold: outside the repository, also by a link, or ignored by
/// git. Nobody looks whether that moved.
/// "" when there is none. `folder` is the workspace's on disk, in which the runner runs. What lies
/// in a folder of PATH is the machine's, as what is found there by its name. What a program opens
/// that no setting names is not known.
std::string unseen_path(const change::World& world, const RunnerSpec& runner,
                        const std::filesystem::path& folder);

/// What the entities of one world claim and git does not hold. Looks at each entity's folders once,
/// however many automations stand on it. Any thread.
class UnseenClaims {
 public:
  /// A file that the entity claims and that lies on the disk, but not in git: ignored, or in a
  /// repository within this one; a folder that cannot be looked through. "" when there is none;
  /// what tools cache is no file of anybody's. Patterns that begin with a wildcard are not looked
  /// at. `world` is the same each time, `folder` the workspace's on disk.
  const std::string& of(const change::World& world, const Entity& entity,
                        const std::filesystem::path& folder);

 private:
  std::mutex mutex_;
  std::map<EntityId, std::string> known_;
};

/// A submodule whose folder holds something else than its commit, which its id does not tell; ""
/// when there is none.
std::string uncommitted_submodule(const change::World& world);

}  // namespace tidemark::pipeline
