#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/git/snapshot.hpp"
#include "core/model/change.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::change {

/// A workspace at one moment.
struct World {
  std::shared_ptr<const git::Snapshot> files;
  Inventory inventory;
  std::string folder;  ///< of tidemark.yaml relative to the files' root, "" or "a/b/"
};

/// Everything that moved from one world to the other: what the inventories say, the files that
/// either of them claims, and what `after` would change about its own judge. Complete: every
/// changed path is a change, the inventory's own file, unclassified, ignored or out of scope.
ChangeSet changes_between(const World& before, const World& after);
/// The same, for whoever has the difference of the files already.
ChangeSet changes_between(const World& before, const World& after,
                          const std::vector<git::FileChange>& files);

/// What the inventories say otherwise, entity by entity: `entity` added or removed, an attribute,
/// `use` (from or to is its target; the entity is the user), `replay.runner.timeout`, ... Sorted.
std::vector<Change> inventory_changes(const Inventory& before, const Inventory& after);

/// What `after` would change about how it is judged. Sorted; empty means that it leaves the judge
/// alone. Where `before` has no such automation, `automation.added` stands for all of its settings.
std::vector<Proposal> proposals_between(const World& before, const World& after);
/// The same, for whoever has the difference of the files already.
std::vector<Proposal> proposals_between(const World& before, const World& after,
                                        const std::vector<git::FileChange>& files);

}  // namespace tidemark::change
