#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/change/changes.hpp"

namespace tidemark::change {

/// The files of a world that the contract of a `schema` entity refers to (`$ref`), through others,
/// too, and that the entity does not claim; sorted, unique, also such as are not there.
std::vector<std::string> paths_referred_to(const Entity& schema, const World& world);

/// Whose contracts refer to a file. Reads every file that a `schema` entity claims, when it is
/// made.
class Referrers {
 public:
  explicit Referrers(const World& world);
  /// Sorted, unique.
  const std::vector<EntityId>& of(const std::string& path) const;

 private:
  std::map<std::string, std::vector<EntityId>> by_path_;
};

}  // namespace tidemark::change
