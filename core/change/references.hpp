#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/git/links.hpp"

namespace tidemark::change {

/// What the contracts of a world's `schema` entities refer to. Each file is read once, when it is
/// first asked for. The world and its links must stay. One thread.
class References {
 public:
  References(const World& world, const git::Links& links) : world_(world), links_(links) {}

  /// Reads all that the entities claim, on all cores.
  void read(const std::vector<const Entity*>& schemas);
  /// The paths to which the references in a `schema` entity's files lead (`$ref`), through others,
  /// too, and that it does not claim; sorted, unique, also such as are not there. Of any other
  /// entity none.
  std::vector<std::string> of(const Entity& schema);

 private:
  std::vector<std::string> claimed_files(const Entity& schema) const;
  const std::vector<std::string>& claimed(const Entity& schema);
  std::vector<std::string> direct(const std::string& file) const;
  const std::vector<std::string>& known(const std::string& file);
  bool is_there(const std::string& path) const;
  std::string real(const std::string& path) const { return links_.resolved(path).value_or(path); }

  const World& world_;
  const git::Links& links_;
  std::map<EntityId, std::vector<std::string>> claimed_;
  std::map<std::string, std::vector<std::string>> known_;  ///< by file: what it refers to by itself
};

/// Whose contracts refer to a path. Reads every file that a `schema` entity claims, when it is
/// made.
class Referrers {
 public:
  explicit Referrers(const World& world);
  /// Sorted, unique.
  std::vector<EntityId> of(const std::string& path) const;
  /// To the path or to anything below it.
  std::vector<EntityId> below(const std::string& path) const;

 private:
  std::map<std::string, std::vector<EntityId>> by_path_;
};

}  // namespace tidemark::change
