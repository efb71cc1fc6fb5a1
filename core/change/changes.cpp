#include "core/change/changes.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/change/claims.hpp"
#include "core/change/package_locks.hpp"
#include "core/change/references.hpp"
#include "core/change/through_links.hpp"

namespace tidemark::change {
namespace {

std::string mode_of(const git::File& file) {
  if (file.submodule) return "160000";
  if (file.symlink) return "120000";
  return file.executable ? "100755" : "100644";
}

/// The first digits of the id, and what git puts behind it ("-dirty").
std::string short_id(const std::string& blob) {
  return blob.substr(0, 8) + (blob.size() > 40 ? blob.substr(40) : "");
}

std::string state_of(const git::Snapshot& files, const git::FileChange& change,
                     const std::string& blob) {
  const git::File* file = change.mode_changed ? files.find(change.path) : nullptr;
  return short_id(blob) + (file != nullptr ? ' ' + mode_of(*file) : "");
}

/// Puts every changed path where it belongs.
class Sorting {
 public:
  /// `set` has what the inventories say otherwise.
  Sorting(const World& before, const World& after, ChangeSet& set)
      : before_(before),
        after_(after),
        claims_before_(before.inventory, before.folder),
        own_claims_(claims_alike(set.changes, before, after)
                        ? std::nullopt
                        : std::optional<Claims>(std::in_place, after.inventory, after.folder)),
        claims_after_(own_claims_ ? *own_claims_ : claims_before_),
        // A base without a workspace has no rules; then the head's own must do.
        has_base_(before.files->find(before.folder + "tidemark.yaml") != nullptr),
        rules_(has_base_ ? claims_before_ : claims_after_),
        set_(set) {}

  /// What has changed under this path, too, since a link leads there.
  void place_alias(const git::FileChange& change) {
    const std::vector<Claim> claims = claims_of(change.path);
    for (const Claim& claim : claims) add(claim, change);
    add_unsettled(change, claims);
  }

  void place(const git::FileChange& change) {
    ++set_.paths;
    const std::vector<Claim> claims = claims_of(change.path);
    for (const Claim& claim : claims) add(claim, change);
    add_unsettled(change, claims);
    const bool told_by_packages = add_packages(change);
    if (told_by_packages || is_settled(change, claims) || is_inventory(change)) return;
    if (!claims_before_.is_inside(change.path) && !claims_after_.is_inside(change.path)) {
      ++set_.out_of_scope;
    } else if (rules_.is_ignored(change.path)) {
      if (referrers().of(change.path).empty()) set_.ignored.push_back(change.path);
    } else {
      set_.unclassified.push_back(change.path);
    }
  }

 private:
  /// Whether both sides surely claim the same paths; most changes are of none of an inventory.
  static bool claims_alike(const std::vector<Change>& changes, const World& before,
                           const World& after) {
    return changes.empty() && before.folder == after.folder &&
           before.inventory.sources == after.inventory.sources &&
           before.inventory.policy.ignore == after.inventory.policy.ignore;
  }

  std::vector<Claim> claims_of(const std::string& path) const {
    return both(claims_before_.of(path), claims_after_.of(path));
  }

  static std::vector<Claim> both(const std::vector<Claim>& old, const std::vector<Claim>& now) {
    std::vector<Claim> all;
    std::set_union(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(all));
    return all;
  }

  /// Whom the path reaches without being theirs alone.
  void add_unsettled(const git::FileChange& change, const std::vector<Claim>& claims) {
    for (const Claim& claim : both(claims_before_.around(change.path, claims),
                                   claims_after_.around(change.path, claims))) {
      add(claim, change);
    }
    const bool is_way = is_passage(before_, change.path) || is_passage(after_, change.path);
    for (const EntityId& schema :
         is_way ? referrers().below(change.path) : referrers().of(change.path)) {
      const Claim claim{schema, ChangeSource::file};
      if (!std::binary_search(claims.begin(), claims.end(), claim)) add(claim, change);
    }
    if (!is_way) return;
    for (const Claim& claim :
         both(claims_before_.below(change.path), claims_after_.below(change.path))) {
      add(claim, change);
    }
  }

  /// As the head has them: where it no longer refers to a file, something has changed that does.
  const Referrers& referrers() {
    if (!referrers_) referrers_.emplace(after_);
    return *referrers_;
  }

  /// What is below it lies elsewhere.
  static bool is_passage(const World& world, const std::string& path) {
    const git::File* file = world.files->find(path);
    return file != nullptr && (file->symlink || file->submodule);
  }

  /// Whether a claim says all that a path can reach. The head alone may not: a decoy that claims
  /// the path would make the base's "may reach everything" go away. New golden sets and baselines
  /// are read by nobody but tidemark, so there the head's word is enough.
  bool is_settled(const git::FileChange& change, const std::vector<Claim>& claims) const {
    if (!rules_.of(change.path).empty()) return true;
    const bool is_new = change.from.empty();
    return is_new && std::any_of(claims.begin(), claims.end(), [](const Claim& claim) {
             return claim.source != ChangeSource::file;
           });
  }

  /// A file that only one side reads as inventory is something else on the other side.
  bool is_inventory(const git::FileChange& change) const {
    return (change.from.empty() || claims_before_.is_inventory(change.path)) &&
           (change.to.empty() || claims_after_.is_inventory(change.path));
  }

  void add(const Claim& claim, const git::FileChange& change) {
    const Entity* entity = after_.inventory.find(claim.entity);
    if (entity == nullptr) entity = before_.inventory.find(claim.entity);
    const bool is_file = claim.source == ChangeSource::file;
    set_.changes.push_back({claim.entity, claim.source, change.path,
                            state_of(*before_.files, change, change.from),
                            state_of(*after_.files, change, change.to),
                            is_file ? ChangeClass::risky : ChangeClass::unknown,
                            entity != nullptr ? entity->place : Place{}});
  }

  /// Adds what a lock file says of packages that the inventory knows. Whether that is all that the
  /// file's change can reach: every moved package is the base's own entity.
  bool add_packages(const git::FileChange& change) {
    const LockFormat* format = lock_format_of(change.path);
    const bool inside =
        claims_before_.is_inside(change.path) || claims_after_.is_inside(change.path);
    if (format == nullptr || !inside) return false;
    const auto old = packages(*format, before_, change.path);
    const auto now = packages(*format, after_, change.path);
    if (!old || !now) return false;
    const auto moves = moved_packages(*old, *now);
    bool all_known = !moves.empty();
    for (const PackageMove& move : moves) {
      const Inventory& rules = has_base_ ? before_.inventory : after_.inventory;
      all_known = package_entity(rules, *format, move.name) != nullptr && all_known;
      add(move, *format, change.path);
    }
    return all_known;
  }

  /// Nothing when the file cannot be read as what its name says.
  static std::optional<PackageVersions> packages(const LockFormat& format, const World& world,
                                                 const std::string& path) {
    constexpr std::size_t largest = 64UL * 1024 * 1024;
    try {
      const auto text = world.files->read(path, largest);
      return text ? format.read(*text, path) : PackageVersions{};
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  void add(const PackageMove& move, const LockFormat& format, const std::string& path) {
    const Entity* entity = package_entity(after_.inventory, format, move.name);
    if (entity == nullptr) entity = package_entity(before_.inventory, format, move.name);
    if (entity == nullptr) return;
    set_.changes.push_back({entity->id, ChangeSource::package, path, move.from, move.to,
                            ChangeClass::risky, entity->place});
  }

  const World& before_;
  const World& after_;
  const Claims claims_before_;
  const std::optional<Claims> own_claims_;  // none when they are as before
  const Claims& claims_after_;
  const bool has_base_;
  const Claims& rules_;
  std::optional<Referrers> referrers_;
  ChangeSet& set_;
};

auto order_of(const Change& change) {
  return std::tie(change.entity, change.what, change.source, change.from, change.to);
}

void sort_in(const World& before, const World& after, const std::vector<git::FileChange>& files,
             ChangeSet& set) {
  set.changes = inventory_changes(before.inventory, after.inventory);
  Sorting sorting(before, after, set);
  for (const git::FileChange& change : files) sorting.place(change);
  for (const git::FileChange& change : seen_through_links(*after.files, files)) {
    sorting.place_alias(change);
  }
  std::sort(set.changes.begin(), set.changes.end(),
            [](const Change& one, const Change& other) { return order_of(one) < order_of(other); });
}

}  // namespace

ChangeSet changes_between(const World& before, const World& after) {
  return changes_between(before, after, difference(*before.files, *after.files));
}

ChangeSet changes_between(const World& before, const World& after,
                          const std::vector<git::FileChange>& files) {
  ChangeSet set;
  std::vector<Proposal> proposals;
  on_all_cores(2, [&](std::size_t part) {
    if (part == 0) {
      sort_in(before, after, files, set);
    } else {
      proposals = proposals_between(before, after, files);
    }
  });
  set.proposals = std::move(proposals);
  return set;
}

}  // namespace tidemark::change
