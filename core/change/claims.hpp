#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/change.hpp"
#include "core/model/inventory.hpp"
#include "core/text/glob.hpp"

namespace tidemark::change {

/// An entity answers for a path, and in what way.
struct Claim {
  EntityId entity;
  ChangeSource source = ChangeSource::file;  ///< file, golden or baseline

  auto operator<=>(const Claim&) const = default;
};

/// Who answers for which path, by one state's inventory. Paths are relative to the repository's root.
class Claims {
 public:
  /// `folder` is where tidemark.yaml lies in the repository: "" or "a/b/".
  Claims(const Inventory& inventory, std::string folder);

  /// Everybody who claims the path, sorted; empty when nobody does.
  std::vector<Claim> of(std::string_view path) const;
  /// tidemark reads it itself: tidemark.yaml, an inventory file, the acceptances.
  bool is_inventory(std::string_view path) const;
  /// The shipped ignores and the policy's. A claim wins over them.
  bool is_ignored(std::string_view path) const;
  bool is_inside(std::string_view path) const;

 private:
  struct Owned {
    Claim claim;
    text::GlobSet paths;
  };
  std::string folder_;
  std::vector<Owned> owned_;
  std::vector<std::pair<std::string, Claim>> exact_;  // sorted by path
  std::vector<std::string> inventory_;                // sorted
  text::GlobSet ignored_;
};

}  // namespace tidemark::change
