#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/place.hpp"
#include "core/model/entity_id.hpp"

namespace tidemark {

/// Where a change was seen.
enum class ChangeSource {
  inventory,  ///< the YAML says something else
  file,       ///< a claimed file has other bytes
  golden,     ///< the golden set has other bytes
  baseline,   ///< the baseline has other bytes
  named,      ///< somebody names it (`--change`)
  package,    ///< a package manager's lock file names another version
};
std::string_view to_string(ChangeSource source);

/// How much a change may hurt, as far as it is known.
enum class ChangeClass { breaking, risky, benign, unknown };
std::string_view to_string(ChangeClass change_class);

/// One entity moved between two states.
struct Change {
  EntityId entity;
  ChangeSource source = ChangeSource::inventory;
  /// What moved: an attribute (`version`), `entity`, `use`, `owners`, `replay`, or a path (for
  /// packages the lock file's).
  std::string what;
  std::string from, to;  ///< "" means absent; for files the short blob ids, for packages versions
  ChangeClass change_class = ChangeClass::unknown;
  Place place;  ///< in the inventory, where there is one

  bool operator==(const Change&) const = default;
};

/// Something by which the head would change its own judge: policy, margins, golden sets, baselines,
/// comparators, runner commands, plugin pins, a removed automation. Never followed, always shown.
struct Proposal {
  std::string rule;     ///< stable id, e.g. `gate.margin`, `golden.changed`, `policy.approval`
  EntityId automation;  ///< name "" when it concerns every automation
  std::string text;     ///< the sentence for the report: what, from, to
  Place place;

  bool operator==(const Proposal&) const = default;
};

/// Everything that differs between two states of a workspace.
struct ChangeSet {
  std::vector<Change> changes;            ///< sorted by entity, then what
  std::vector<Proposal> proposals;        ///< sorted by automation, then rule
  std::vector<std::string> unclassified;  ///< changed paths that nobody claims, sorted
  std::vector<std::string> ignored;       ///< changed paths that the base's policy ignores, sorted
  std::size_t out_of_scope = 0;           ///< changed paths outside the workspace
  std::size_t paths = 0;                  ///< changed paths in all
};

}  // namespace tidemark
