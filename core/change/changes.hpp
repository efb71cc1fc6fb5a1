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
  std::string folder;  ///< of tidemark.yaml in the repository: "" or "a/b/"
};

/// Everything that differs between two moments. Changed files are mapped by the claims of both
/// sides; a path that neither claims is ignored when the earlier policy ignores it (the later one's
/// when there was no workspace yet), else unclassified.
ChangeSet changes_between(const World& before, const World& after);

}  // namespace tidemark::change
