#include "core/host/event_loop.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace tidemark::host {
namespace {

TEST_CASE("whatever runs of a loop runs alone, whoever runs it") {
  EventLoop loop;
  int runs = 0;  // guarded by nothing else
  std::atomic<int> inside = 0;
  const auto task = [&] {
    CHECK(++inside == 1);
    ++runs;
    --inside;
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 500; ++n) {
        REQUIRE(loop.run_here(task));
        REQUIRE(loop.post(task));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  loop.close(task, std::chrono::milliseconds(20'000));
  CHECK(runs == 4001);
}

TEST_CASE("a task of the loop runs others within its own turn") {
  EventLoop loop;
  std::promise<bool> ran;
  loop.post([&] { ran.set_value(loop.run_here([] {})); });
  CHECK(ran.get_future().get());
}

TEST_CASE("a timer that is set from outside of the loop rings") {
  EventLoop loop;
  std::promise<void> rung;
  Timer timer(loop);
  REQUIRE(loop.run_here([&] { timer.set(Clock::now(), [&] { rung.set_value(); }); }));
  rung.get_future().get();
  loop.run_here([&] { timer.clear(); });
}

TEST_CASE("once a loop was closed nothing of it runs") {
  EventLoop loop;
  loop.close([] {}, std::chrono::milliseconds(20'000));
  bool ran = false;
  CHECK_FALSE(loop.run_here([&] { ran = true; }));
  CHECK_FALSE(loop.post([&] { ran = true; }));
  CHECK_FALSE(ran);
}

}  // namespace
}  // namespace tidemark::host
