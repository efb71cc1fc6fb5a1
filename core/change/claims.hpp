#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/change/named_paths.hpp"
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

/// The patterns of paths that no claim makes a change: shipped ones first, so that a workspace can
/// take one back with `!`.
std::vector<std::string> ignore_rules(const Policy& policy);

/// The first of an entity's patterns which names nothing but what lies below a folder ("a/b/");
/// null when there is none. `folder` is the workspace's.
const std::string* pattern_below(const std::vector<std::string>& patterns, std::string_view folder,
                                 std::string_view below);

/// What one inventory says about paths. All paths are relative to the repository's root. Made to be
/// asked for few paths of many: only the claims that begin as a path does are looked at. One thread
/// at a time.
class Claims {
 public:
  /// `folder` is the workspace's folder relative to the repository's root, "" or "a/b/".
  Claims(const Inventory& inventory, std::string folder);

  /// Sorted, unique; empty means that nobody claims the path, neither by its patterns nor as an
  /// automation whose runner names it plainly and that does not use who claims it.
  std::vector<Claim> of(std::string_view path) const;
  /// Who answers for anything below a path that stands for a folder which nobody here can look
  /// into: a submodule, or a link. As `file`, sorted, unique.
  std::vector<Claim> below(std::string_view path) const;
  /// Whose runners name the path in whatever form, or a folder that it lies in, beside `claims`,
  /// which are those of the path. It says not that nobody else reads it. What is ignored in a
  /// folder is not meant, unless the folder is. As `file`, sorted, unique.
  std::vector<Claim> around(std::string_view path, const std::vector<Claim>& claims) const;
  /// Whether tidemark itself reads the file: tidemark.yaml, inventory files, acceptances.
  bool is_inventory(std::string_view path) const;
  /// Whether shipped or own rules ignore the path. Claims win over this: ask them first.
  bool is_ignored(std::string_view path) const;
  bool is_inside(std::string_view path) const;

 private:
  struct Claimant {
    const Entity* entity = nullptr;
    mutable std::optional<text::GlobSet> compiled;  // once a path is near
  };
  using Position = std::uint32_t;  // of a claimant
  /// By a hash, so that what leads to a claimant still has to be looked at.
  struct Lead {
    std::size_t hash;
    Position claimant;
    bool operator<(const Lead& other) const { return hash < other.hash; }
  };
  static void add(const std::vector<Lead>& leads, std::string_view text,
                  std::vector<Position>& found);
  std::vector<Position> claimants_around(std::string_view path) const;
  void add(const Entity& entity);
  const std::vector<Lead>& runner_files() const;
  std::vector<Position> runners_near(std::string_view path) const;
  void add_runners(std::string_view path, Forms forms, const std::vector<Claim>& known,
                   std::vector<Claim>& claims) const;
  static bool uses_one_of(const Entity& entity, const std::vector<Claim>& claims);
  void add_if(const std::string& written, std::string_view path, const EntityId& entity,
              ChangeSource source, std::vector<Claim>& claims) const;

  std::string folder_;
  Entities entities_;
  std::vector<Claimant> claimants_;
  std::vector<Lead> folders_;                              // that paths of theirs lie below; sorted
  std::vector<Lead> replay_files_;                         // sorted
  mutable std::optional<std::vector<Lead>> runner_files_;  // sorted; once a path is nobody else's
  mutable int asked_ = 0;                                  // for runners, before that
  std::vector<std::string> sources_;                       // sorted
  text::GlobSet ignored_;
};

}  // namespace tidemark::change
