#include "replay/run/retry.hpp"

#include <algorithm>

namespace tidemark::run {

std::optional<Duration> pause_before_next(const RetryRule& rule, const Try& last, double random) {
  using std::chrono::milliseconds;
  if (last.number > rule.most) return std::nullopt;
  const milliseconds own = rule.base * (std::int64_t{1} << std::min(last.number - 1, 20));
  const milliseconds asked = std::max(last.retry_after.value_or(milliseconds(0)), own);
  if (asked > rule.patience) return std::nullopt;
  const Duration pause = asked + std::chrono::duration_cast<Duration>(asked * (random / 4));
  if (last.since_first + pause > rule.patience) return std::nullopt;
  return pause;
}

bool is_refusal_of_load(const Failure& failure) {
  return failure.kind == FailureKind::rate_limited || failure.kind == FailureKind::unavailable;
}

}  // namespace tidemark::run
