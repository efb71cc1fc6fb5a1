#pragma once

#include <string>
#include <vector>

#include "core/change/changes.hpp"

namespace tidemark::change {

/// Why a changed path counts for an entity.
struct PathRule {
  EntityId entity;
  ChangeSource source = ChangeSource::file;
  std::string rule;  ///< the pattern of `files`; else `golden`, `baseline`, `package`, by_...
  Place place;       ///< where the entity is declared
};

/// The rules of a path that no pattern claims: the entity's runner names it, or a contract of the
/// entity refers to it.
inline constexpr const char* by_runner = "runner";
inline constexpr const char* by_reference = "reference";

/// Where a changed path was put.
enum class Standing { claimed, inventory, ignored, outside, unclassified };
std::string_view to_string(Standing standing);

/// What became of one changed path, and by which rules.
struct PathExplanation {
  std::string path;
  /// added, removed, changed, `mode changed`, `submodule changed`; `seen through a link`, whose
  /// target has changed
  std::string how;
  /// For an added file: the removed one of the same content, when there is exactly one of each.
  std::string was;
  Standing standing = Standing::unclassified;
  std::vector<PathRule> rules;  ///< also of an unclassified path, when only the head claims it
  std::string ignored_by;       ///< the pattern
};

/// Every path of the set's changes, sorted; those that only links show, where they count. `set` is
/// what changes_between() made of the same worlds; this explains it and decides nothing.
std::vector<PathExplanation> explain(const World& before, const World& after, const ChangeSet& set);

}  // namespace tidemark::change
