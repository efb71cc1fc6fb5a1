#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::change {

/// One version of a package, and what else the lock file ties it to: where it comes from, hashes.
struct PackageVersion {
  std::string version, tie;

  auto operator<=>(const PackageVersion&) const = default;
};
/// Which versions of each package a lock file names; several of one name are legal. What concerns
/// all packages (an index to fetch from) is under the name "".
using PackageVersions = std::map<std::string, std::set<PackageVersion>>;

/// A package manager's lock file, as far as it matters here.
struct LockFormat {
  std::string_view purl;  ///< how a package URL of its packages begins: `pkg:npm/`
  bool (*is_called)(std::string_view file_name);
  /// Throws Error(configuration) when the text is no such file.
  PackageVersions (*read)(std::string_view text, std::string_view where);
  /// The form of a name in which two that mean the same package are equal.
  std::string (*normal)(std::string_view name);
};

/// By the name of the file: package-lock.json, npm-shrinkwrap.json; requirements*.txt. Null for
/// any other path.
const LockFormat* lock_format_of(std::string_view path);

/// A package of which a lock file names other versions than before, in words: "" is none. Where the
/// same version is tied to something else, `to` says so.
struct PackageMove {
  std::string name, from, to;

  bool operator==(const PackageMove&) const = default;
};
std::vector<PackageMove> moved_packages(const PackageVersions& before,
                                        const PackageVersions& after);

/// The inventory's `package:` entity for a package of that format. One with a `purl` of another
/// registry is none. Null when there is none.
const Entity* package_entity(const Inventory& inventory, const LockFormat& format,
                             const std::string& name);

}  // namespace tidemark::change
