#include "replay/run/lane.hpp"

#include <doctest/doctest.h>

#include "tests/replay/run/run_kit.hpp"

namespace tidemark::run {
namespace {

using namespace kit;
using namespace std::chrono_literals;

const RetryRule rule;

/// Sends trials until there is none to send, and lets each end as `answer` says. The outcomes by
/// position.
template <typename Answers>
std::vector<Outcome> drive(Lane& lane, Time now, const Answers& answer) {
  std::vector<Outcome> outcomes(lane.size());
  while (lane.has_next(now)) {
    const std::size_t position = lane.next(now);
    lane.ended(position, answer(position), now, rule, 0);
    put(lane.take_settled(), outcomes);
  }
  put(lane.take_settled(), outcomes);
  return outcomes;
}

TEST_CASE("a case that twice in a row gives no answer in time is not run again") {
  const auto trials = trials_of({"good", "slow"}, 9);
  Lane lane({1, unbounded, true}, trials);
  int slow = 0;
  const auto outcomes = drive(lane, start, [&](std::size_t i) {
    if (trials[i].case_id == "good") return good();
    ++slow;
    return bad(FailureKind::timeout);
  });
  CHECK(lane.is_over());
  CHECK(slow == 2);
  CHECK(said(outcomes[3]) == "slow/1 timeout: bad");
  CHECK(said(outcomes[5]) ==
        "slow/2 timeout: not run: its case gave no answer in time, twice in a row");
  CHECK(said(outcomes[16]) == "good/8 1");
}

TEST_CASE("a case that is late now and then is run as often as any") {
  const auto trials = trials_of({"moody"}, 9);
  Lane lane({1, unbounded, true}, trials);
  const auto outcomes = drive(
      lane, start, [&](std::size_t i) { return i % 2 == 0 ? bad(FailureKind::timeout) : good(); });
  CHECK(outcomes.size() == 9);
  for (const Outcome& one : outcomes) {
    CHECK((!one.failure || one.failure->text == "bad"));
  }
}

TEST_CASE("what may pass is tried again after a pause, and its slot is free meanwhile") {
  const auto trials = trials_of({"a", "b"}, 1);
  Lane lane({1, unbounded, true}, trials);
  REQUIRE(lane.next(start) == 0);
  lane.ended(0, passing(FailureKind::unavailable), start, rule, 0);
  CHECK(lane.take_settled().empty());
  CHECK(lane.ripens_at() == start + 1s);
  CHECK(lane.ripens_after() == "bad");
  REQUIRE(lane.has_next(start));
  REQUIRE(lane.next(start) == 1);
  lane.ended(1, good(), start, rule, 0);
  CHECK_FALSE(lane.has_next(start + 999ms));
  REQUIRE(lane.has_next(start + 1s));
  REQUIRE(lane.next(start + 1s) == 0);
  lane.ended(0, passing(FailureKind::rate_limited, 5s), start + 1s, rule, 0);
  CHECK(lane.ripens_at() == start + 6s);
  REQUIRE(lane.has_next(start + 6s));
  lane.next(start + 6s);
  lane.ended(0, good(), start + 6s, rule, 0);
  CHECK(lane.ripens_after().empty());
  const auto settled = lane.take_settled();
  REQUIRE(settled.size() == 2);
  CHECK(settled[0].outcome.retries.empty());
  CHECK(settled[1].outcome.retries ==
        Retries{{FailureKind::rate_limited, 1}, {FailureKind::unavailable, 1}});
  CHECK(lane.failures() == 0);
  CHECK(lane.is_over());
}

TEST_CASE("five more tries, then the failure is the outcome") {
  const auto trials = trials_of({"a"}, 1);
  Lane lane({1, unbounded, true}, trials);
  Time now = start;
  int calls = 0;
  std::vector<Outcome> outcomes(1);
  while (!lane.is_over()) {
    REQUIRE(lane.has_next(now));
    lane.next(now);
    ++calls;
    lane.ended(0, passing(FailureKind::unavailable), now, rule, 0);
    put(lane.take_settled(), outcomes);
    if (!lane.is_over()) now = lane.ripens_at();
  }
  CHECK(calls == 6);
  CHECK(now == start + 31s);
  CHECK(said(outcomes[0]) == "a/0 unavailable: bad");
  CHECK(outcomes[0].retries == Retries{{FailureKind::unavailable, 5}});
}

TEST_CASE("what may do harm twice, and what cannot pass, is tried once") {
  const auto trials = trials_of({"a"}, 1);
  Lane careful({1, unbounded, false}, trials);
  careful.next(start);
  careful.ended(0, passing(FailureKind::unavailable), start, rule, 0);
  CHECK(careful.take_settled().size() == 1);
  Lane lane({1, unbounded, true}, trials);
  lane.next(start);
  lane.ended(0, bad(FailureKind::auth), start, rule, 0);
  CHECK(lane.take_settled().size() == 1);
}

TEST_CASE("what is left unmade is over, but not for the ledger") {
  const auto trials = trials_of({"a", "b", "c"}, 1);
  Lane lane({1, unbounded, true}, trials);
  lane.next(start);
  lane.leave_unmade("the time budget is spent");
  CHECK_FALSE(lane.is_over());
  lane.ended(0, good(), start, rule, 0);
  CHECK(lane.take_settled().size() == 1);
  CHECK(lane.is_over());
  CHECK(lane.unmade().trials == 2);
  CHECK(lane.unmade().asked.count() == 0);
  std::vector<Outcome> outcomes(3);
  put(lane.take_unmade(), outcomes);
  CHECK(said(outcomes[2]) == "c/0 cancelled: not run: the time budget is spent");
}

TEST_CASE("what is left unmade between two tries says what the last one failed for") {
  const auto trials = trials_of({"a"}, 1);
  Lane lane({1, unbounded, true}, trials);
  lane.next(start);
  auto answer = passing(FailureKind::unavailable);
  answer.failure->text = "connection refused";
  lane.ended(0, std::move(answer), start, rule, 0);
  lane.leave_unmade("the time budget is spent");
  std::vector<Outcome> outcomes(1);
  put(lane.take_unmade(), outcomes);
  CHECK(said(outcomes[0]) ==
        "a/0 cancelled: not run: the time budget is spent; its last try: connection refused");
}

TEST_CASE("what nobody wants is over without an outcome; what is in flight still ends") {
  const auto trials = trials_of({"a", "b", "c"}, 1);
  Lane lane({2, unbounded, true}, trials);
  lane.next(start);
  lane.next(start);
  lane.forget_waiting();
  CHECK_FALSE(lane.has_next(start));
  CHECK_FALSE(lane.is_over());
  lane.ended(0, good(), start, rule, 0);
  lane.ended(1, passing(FailureKind::unavailable), start, rule, 0);
  std::vector<Outcome> outcomes(3);
  put(lane.take_settled(), outcomes);
  CHECK(said(outcomes[0]) == "a/0 1");
  CHECK(said(outcomes[1]) == "b/0 unavailable: bad");
  CHECK(outcomes[2].case_id.empty());
  CHECK(lane.is_over());
  CHECK(lane.unmade().trials == 0);
}

TEST_CASE("a trial that nobody wants is not run again when its worker dies") {
  const auto trials = trials_of({"a", "b"}, 1);
  Lane lane({1, unbounded, true}, trials);
  lane.next(start);
  lane.forget_waiting();
  lane.ended(0, bad(FailureKind::plugin_crash), start, rule, 0);
  CHECK(lane.take_settled().size() == 1);
  CHECK_FALSE(lane.has_next(start));
  CHECK(lane.is_over());
}

}  // namespace
}  // namespace tidemark::run
