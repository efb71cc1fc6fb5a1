#include "replay/run/inbox.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace tidemark::run {
namespace {

using namespace std::chrono_literals;

/// So long that a test which waits for it does not end.
constexpr Duration ages = 1h;

}  // namespace

TEST_CASE("an inbox waits for enough news") {
  Inbox<int> inbox;
  inbox.put(1);
  std::jthread other([&] {
    inbox.put(2);
    inbox.put(3);
  });
  CHECK(inbox.take(never, {3, ages}) == std::vector<int>{1, 2, 3});
}

TEST_CASE("an inbox whose patience is over has whatever there is") {
  Inbox<int> inbox;
  inbox.put(1);
  CHECK(inbox.take(never, {2, 0ms}) == std::vector<int>{1});
}

TEST_CASE("an inbox whose patience is over waits for the first news alone") {
  Inbox<int> inbox;
  std::jthread other([&] { inbox.put(1); });
  CHECK(inbox.take(never, {2, 0ms}) == std::vector<int>{1});
}

TEST_CASE("an inbox whose patience is over waits for a few, and not forever") {
  Inbox<int> inbox;
  inbox.put(1);
  std::jthread other([&] { inbox.put(2); });
  CHECK(inbox.take(never, {3, 0ms, SIZE_MAX, 2, ages}) == std::vector<int>{1, 2});
  inbox.put(3);
  CHECK(inbox.take(never, {3, 0ms, SIZE_MAX, 2, 0ms}) == std::vector<int>{3});
}

TEST_CASE("an inbox that is woken, or whose time has come, waits no longer for enough") {
  Inbox<int> inbox;
  inbox.put(1);
  inbox.wake();
  CHECK(inbox.take(never, {2, ages}) == std::vector<int>{1});
  inbox.put(2);
  CHECK(inbox.take(Time::clock::now(), {2, ages}) == std::vector<int>{2});
  inbox.put(3);
  CHECK(inbox.take(Time::clock::now(), {3, 0ms, SIZE_MAX, 2, ages}) == std::vector<int>{3});
}

TEST_CASE("of more news than are taken at once the rest is there for the next time") {
  Inbox<int> inbox;
  for (const int news : {1, 2, 3, 4, 5}) inbox.put(news);
  CHECK(inbox.take(never, {2, ages, 2}) == std::vector<int>{1, 2});
  CHECK(inbox.take(never, {2, ages, 2}) == std::vector<int>{3, 4});
  CHECK(inbox.take(never, {2, 0ms, 2}) == std::vector<int>{5});
}

}  // namespace tidemark::run
