#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/change.hpp"
#include "core/model/inventory.hpp"
#include "core/text/glob.hpp"

namespace tidemark::change {

/// Who answers for a path, and as what: `file`, `golden` or `baseline`.
struct Claim {
  EntityId entity;
  ChangeSource source = ChangeSource::file;

  auto operator<=>(const Claim&) const = default;
};

/// Where a path written in an inventory leads, relative to the repository's root; `folder` is the
/// workspace's. "" when it leads out of the repository.
std::string path_in_repository(const std::string& written, std::string_view folder);

/// The patterns of paths that no claim makes a change: shipped ones first, so that a workspace can
/// take one back with `!`.
std::vector<std::string> ignore_rules(const Policy& policy);

/// What one inventory says about paths. All paths are relative to the repository's root.
class Claims {
 public:
  /// `folder` is the workspace's folder relative to the repository's root, "" or "a/b/".
  Claims(const Inventory& inventory, std::string folder);

  /// Sorted, unique; empty means that nobody claims the path.
  std::vector<Claim> of(std::string_view path) const;
  /// Whether tidemark itself reads the file: tidemark.yaml, inventory files, acceptances.
  bool is_inventory(std::string_view path) const;
  /// Whether shipped or own rules ignore the path. Claims win over this: ask them first.
  bool is_ignored(std::string_view path) const;
  bool is_inside(std::string_view path) const;

 private:
  struct Area {
    EntityId entity;
    text::GlobSet files;
  };
  std::string folder_;
  std::vector<Area> areas_;
  std::multimap<std::string, Claim, std::less<>> replay_files_;
  std::set<std::string, std::less<>> inventory_files_;
  text::GlobSet ignored_;
};

}  // namespace tidemark::change
