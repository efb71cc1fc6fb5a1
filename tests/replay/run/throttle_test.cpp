#include "replay/run/throttle.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace tidemark::run {
namespace {

using namespace std::chrono_literals;

const Time start = Time() + 1h;

/// How many calls begin at once now.
std::size_t fill(Throttle& throttle, Time now, std::vector<std::uint64_t>& tickets) {
  std::size_t begun = 0;
  for (; begun < 1000 && throttle.is_open(now); ++begun) tickets.push_back(throttle.begin(now));
  return begun;
}

TEST_CASE("without bounds everything may begin") {
  Throttle throttle;
  std::vector<std::uint64_t> tickets;
  CHECK(fill(throttle, start, tickets) == 1000);
  CHECK(throttle.opens_at(start) == start);
}

TEST_CASE("no more are in flight than the bound allows") {
  Throttle throttle({3, 0});
  std::vector<std::uint64_t> tickets;
  CHECK(fill(throttle, start, tickets) == 3);
  CHECK(throttle.opens_at(start) == never);
  throttle.end_well();
  CHECK(fill(throttle, start, tickets) == 1);
  throttle.end();
  CHECK(fill(throttle, start, tickets) == 1);
}

TEST_CASE("a refusal halves what is in flight, and each round of good answers adds one") {
  Throttle throttle;
  std::vector<std::uint64_t> tickets;
  for (int i = 0; i < 8; ++i) tickets.push_back(throttle.begin(start));
  throttle.end_refused(tickets[0], start);
  // The others of that time say nothing new.
  for (int i = 1; i < 8; ++i) throttle.end_refused(tickets[static_cast<std::size_t>(i)], start);
  tickets.clear();
  CHECK(fill(throttle, start, tickets) == 4);
  for (int i = 0; i < 4; ++i) throttle.end_well();
  tickets.clear();
  CHECK(fill(throttle, start, tickets) == 4);
  throttle.end_well();
  CHECK(fill(throttle, start, tickets) == 2);
  CHECK(throttle.in_flight() == 5);
}

TEST_CASE("one may always begin") {
  Throttle throttle;
  for (int i = 0; i < 5; ++i) throttle.end_refused(throttle.begin(start), start);
  CHECK(throttle.is_open(start));
}

TEST_CASE("nothing begins before the time that was asked for") {
  Throttle throttle;
  throttle.end_refused(throttle.begin(start), start + 7s);
  CHECK_FALSE(throttle.is_open(start + 6999ms));
  CHECK(throttle.opens_at(start) == start + 7s);
  CHECK(throttle.is_open(start + 7s));
}

TEST_CASE("a rate is kept by a bucket that a second fills") {
  Throttle throttle({unbounded, 120});
  std::vector<std::uint64_t> tickets;
  CHECK(fill(throttle, start, tickets) == 2);
  const Time next = throttle.opens_at(start);
  CHECK(next > start + 499ms);
  CHECK(next < start + 501ms);
  CHECK(throttle.is_open(next));
  CHECK(fill(throttle, next, tickets) == 1);
  CHECK(fill(throttle, start + 1h, tickets) == 2);
}

TEST_CASE("a rate below one a second lets them through one by one") {
  Throttle throttle({unbounded, 6});
  std::vector<std::uint64_t> tickets;
  CHECK(fill(throttle, start, tickets) == 1);
  CHECK(fill(throttle, start + 9s, tickets) == 0);
  CHECK(fill(throttle, start + 10001ms, tickets) == 1);
}

TEST_CASE("a model's tokens are kept to their rate, as far as answers tell them") {
  // 1,000 at once after a rest, then 4,000 a minute.
  Throttle throttle({unbounded, 0, 4000});
  std::vector<std::uint64_t> tickets;
  CHECK(throttle.opens_at(start) == start);
  for (int i = 0; i < 3; ++i) throttle.begin(start);
  throttle.took(300, start);
  throttle.end_well();
  // 700 are left, and two in flight are supposed to take 600 of them.
  CHECK(fill(throttle, start, tickets) == 1);
  CHECK_FALSE(throttle.is_open(start));
  const Time next = throttle.opens_at(start);
  CHECK(next > start + 2990ms);
  CHECK(next < start + 3010ms);
  CHECK(throttle.is_open(next));
}

TEST_CASE("one call may take more tokens than come at once, and what is owed is waited for") {
  Throttle throttle({unbounded, 0, 60});
  throttle.begin(start);
  throttle.took(75, start);
  throttle.end_well();
  CHECK_FALSE(throttle.is_open(start + 59s));
  CHECK(throttle.opens_at(start) < start + 61s);
  CHECK(throttle.is_open(start + 60s));
  throttle.begin(start + 60s);
  CHECK(throttle.opens_at(start + 60s) == never);
}

TEST_CASE("of several bounds the widest holds, but not over what a refusal cut") {
  Throttle throttle({1, 0});
  std::vector<std::uint64_t> tickets;
  throttle.widen({4, 0});
  throttle.widen({2, 0});
  CHECK(fill(throttle, start, tickets) == 4);
  throttle.end_refused(tickets[0], start);
  throttle.widen({8, 0});
  CHECK_FALSE(throttle.is_open(start));
}

}  // namespace
}  // namespace tidemark::run
