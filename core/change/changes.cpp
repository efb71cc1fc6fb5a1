#include "core/change/changes.hpp"

#include <algorithm>

#include "core/change/claims.hpp"
#include "core/change/inventory_changes.hpp"
#include "core/change/proposals.hpp"

namespace tidemark::change {
namespace {

std::vector<Claim> claims_of_both(const Claims& before, const Claims& after,
                                  const std::string& path) {
  std::vector<Claim> claims = before.of(path);
  const std::vector<Claim> later = after.of(path);
  claims.insert(claims.end(), later.begin(), later.end());
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  return claims;
}

Change change_of(const Claim& claim, const git::FileChange& file) {
  Change change;
  change.entity = claim.entity;
  change.source = claim.source;
  change.what = file.path;
  change.from = file.from.substr(0, 8);
  change.to = file.to.substr(0, 8);
  if (change.from == change.to) {
    change.what += " (mode)";
    change.from = change.to = "";
  }
  change.change_class = ChangeClass::risky;
  return change;
}

/// One changed path: claimed, read by tidemark itself, outside, ignored, or nobody's.
void classify(const git::FileChange& file, const Claims& before, const Claims& after,
              const Claims& judge, ChangeSet& changes) {
  const auto claims = claims_of_both(before, after, file.path);
  for (const Claim& claim : claims) changes.changes.push_back(change_of(claim, file));
  if (!claims.empty() || before.is_inventory(file.path) || after.is_inventory(file.path)) return;
  if (!after.is_inside(file.path)) {
    ++changes.out_of_scope;
  } else if (judge.is_ignored(file.path)) {
    changes.ignored.push_back(file.path);
  } else {
    changes.unclassified.push_back(file.path);
  }
}

bool has_workspace(const World& world) {
  return world.files->find(world.folder + "tidemark.yaml") != nullptr;
}

}  // namespace

ChangeSet changes_between(const World& before, const World& after) {
  ChangeSet changes;
  changes.changes = inventory_changes(before.inventory, after.inventory);
  const Claims old(before.inventory, before.folder);
  const Claims fresh(after.inventory, after.folder);
  const auto files = git::difference(*before.files, *after.files);
  for (const git::FileChange& file : files) {
    classify(file, old, fresh, has_workspace(before) ? old : fresh, changes);
  }
  changes.paths = files.size();
  changes.proposals = proposals_between(before, after);
  std::stable_sort(changes.changes.begin(), changes.changes.end(),
                   [](const Change& a, const Change& b) {
                     return std::tie(a.entity, a.what) < std::tie(b.entity, b.what);
                   });
  return changes;
}

}  // namespace tidemark::change
