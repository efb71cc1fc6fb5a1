#include "core/base/core_load.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

using tidemark::CoreLoad;
using tidemark::runnable_in;

TEST_CASE("what can run is the number before the slash, and nothing is told by another line") {
  CHECK(runnable_in("0.42 0.61 0.70 3/417 20519\n") == 3);
  CHECK(runnable_in("0.00 0.01 0.05 12/9 7") == 12);
  CHECK(runnable_in("3/417") == 3);
  CHECK(runnable_in("") == 0);
  CHECK(runnable_in("0.42 0.61 0.70") == 0);
  CHECK(runnable_in("0.42 many/417") == 0);
}

TEST_CASE("no core is to spare while more threads spin than there are cores") {
  const CoreLoad load;
  std::atomic<bool> over = false;
  std::vector<std::jthread> spinning;
  for (long i = 0; i <= ::sysconf(_SC_NPROCESSORS_ONLN); ++i) {
    spinning.emplace_back([&] {
      while (!over) {
      }
    });
  }
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  bool full = false;
  while (!full && std::chrono::steady_clock::now() < patience) full = load.is_full();
  over = true;
  CHECK(full);
}
