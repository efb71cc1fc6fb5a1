#include "replay/run/retry.hpp"

#include <doctest/doctest.h>

namespace tidemark::run {
namespace {

using namespace std::chrono_literals;

const RetryRule shipped_rule;

TEST_CASE("the pause doubles from try to try") {
  CHECK(pause_before_next(shipped_rule, {1, 0s, {}}, 0) == 1s);
  CHECK(pause_before_next(shipped_rule, {2, 0s, {}}, 0) == 2s);
  CHECK(pause_before_next(shipped_rule, {5, 0s, {}}, 0) == 16s);
}

TEST_CASE("after five more tries there is none") {
  CHECK_FALSE(pause_before_next(shipped_rule, {6, 0s, {}}, 0));
}

TEST_CASE("what was asked for is never undercut, and jitter only adds") {
  CHECK(pause_before_next(shipped_rule, {1, 0s, 7s}, 0) == 7s);
  CHECK(pause_before_next(shipped_rule, {4, 0s, 7s}, 0) == 8s);
  CHECK(pause_before_next(shipped_rule, {1, 0s, 8s}, 0.5) == 9s);
  CHECK(pause_before_next(shipped_rule, {1, 0s, 8s}, 0.999) < 10s);
  CHECK(pause_before_next(shipped_rule, {1, 0s, 0ms}, 0) == 1s);
}

TEST_CASE("a pause beyond the patience is not begun") {
  CHECK_FALSE(
      pause_before_next(shipped_rule, {1, 0s, std::chrono::milliseconds(1'000'000'000'000)}, 0));
  CHECK_FALSE(pause_before_next(shipped_rule, {2, 299s, {}}, 0));
  CHECK(pause_before_next(shipped_rule, {2, 298s, {}}, 0) == 2s);
}

}  // namespace
}  // namespace tidemark::run
