#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/host/host.hpp"
#include "core/model/entity_id.hpp"
#include "replay/run/lane.hpp"

namespace tidemark::run {

/// Hears how far a batch is: trials done, of how many.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// What a runner shares with others - a vendor, this machine - and how much that can bear.
struct Share {
  std::string name;
  Bounds bounds;

  bool operator==(const Share&) const = default;
};

/// Trials of one automation that are to be run by one runner.
struct Batch {
  EntityId automation;
  std::string arm;  ///< what for, as the ledger has it
  host::WorkerSpec worker;
  std::chrono::milliseconds timeout{30'000};  ///< of one trial
  Manner manner;
  std::vector<Share> shares;
  bool urgent = false;  ///< goes before others that are as far as it is
  std::span<const Trial> trials;
  Progress progress;  ///< may be empty
};

/// What came of a batch.
struct Made {
  std::vector<Outcome> outcomes;  ///< in the order of the trials
  std::size_t unmade = 0;         ///< of them were not run, for a lack of time or money
  std::string why;                ///< that was so; "" when all were run
};

}  // namespace tidemark::run
