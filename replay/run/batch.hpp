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

/// How far a batch is.
struct Standing {
  std::size_t done = 0, total = 0;  ///< trials
  std::size_t failures = 0;         ///< of those that are done
  double cost = 0;                  ///< US dollars, as far as it is told
  std::size_t again = 0;            ///< trials that failed and are to be tried again
  std::string again_for{};  ///< how the one of them failed that is next; "" where there is none
  /// Nothing of the run is in flight until then; `never` while something is.
  Time waits_until = never;
};
using Progress = std::function<void(const Standing&)>;

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

}  // namespace tidemark::run
