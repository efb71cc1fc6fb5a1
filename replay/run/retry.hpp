#pragma once

#include <chrono>
#include <optional>

#include "core/model/trial.hpp"
#include "replay/run/throttle.hpp"

namespace tidemark::run {

/// How often, and how long, a trial is tried again after a failure that may pass.
struct RetryRule {
  int most = 5;  ///< tries after the first
  std::chrono::milliseconds base{1000};
  /// From a trial's first try to the begin of its last.
  std::chrono::milliseconds patience{300'000};
};

/// What is known of a trial that failed.
struct Try {
  int number = 1;  ///< 1 is the first
  Duration since_first{};
  std::optional<std::chrono::milliseconds> retry_after;  ///< what the other side asked for
};

/// How long to wait before the next try: the longer of what was asked for and base * 2^n, and up to
/// a quarter more by `random` in [0,1), so that those who were refused together do not come back
/// together. Nothing when there is no next try.
std::optional<Duration> pause_before_next(const RetryRule& rule, const Try& last, double random);

/// Whether the other side said that it has too much to do.
bool is_refusal_of_load(const Failure& failure);

}  // namespace tidemark::run
