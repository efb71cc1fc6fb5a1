#pragma once

#include <chrono>
#include <map>
#include <string>

#include "core/model/entity_id.hpp"
#include "replay/run/batch.hpp"

namespace tidemark::cli {

/// What a person who waits for a run wants to see, as one line. Whoever uses it says what time it
/// is.
class ProgressBoard {
 public:
  /// How much a line may say.
  struct Room {
    std::size_t width;        ///< columns
    std::size_t automations;  ///< that are named, of those under way
  };

  void hear(const EntityId& automation, const run::Standing& standing, run::Time now);
  /// All trials, then those of each automation that is under way: how many are done, failures,
  /// cost, rate and time left, or how long it waits for what. Of one that is all there is, only its
  /// own. "" when nothing is under way.
  std::string line(run::Time now, const Room& room) const;

 private:
  struct Batch {
    run::Standing standing;
    run::Time begun;
  };

  run::Standing sum() const;

  std::map<EntityId, Batch> under_way_;
  run::Standing over_;  ///< of batches that are done
  run::Time begun_ = run::never;
};

}  // namespace tidemark::cli
