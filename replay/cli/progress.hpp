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
  void hear(const EntityId& automation, const run::Standing& standing, run::Time now);
  /// Each automation that is under way with its trials, then failures, cost, rate and what is left,
  /// at most `width` columns; "" when nothing is under way.
  std::string line(run::Time now, std::size_t width) const;

 private:
  run::Standing sum() const;

  std::map<EntityId, run::Standing> under_way_;
  run::Standing over_;  ///< of batches that are done
  run::Time begun_ = run::never;
};

}  // namespace tidemark::cli
