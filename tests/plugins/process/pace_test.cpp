#include "plugins/process/pace.hpp"

#include <doctest/doctest.h>

namespace tidemark::process {
namespace {

using namespace std::chrono_literals;

TEST_CASE("pace: one line until 64 took less than a millisecond each, then 32") {
  Pace pace(std::nullopt);
  for (int i = 0; i < 63; ++i) {
    pace.took(1, 20us);
    CHECK(pace.lines_at_once() == 1);
  }
  pace.took(1, 20us);
  CHECK(pace.lines_at_once() == 32);
}

TEST_CASE("pace: the average counts, not a line for which the machine was busy") {
  Pace pace(std::nullopt);
  pace.took(1, 60ms);
  for (int i = 1; i < 64; ++i) pace.took(1, 20us);
  CHECK(pace.lines_at_once() == 32);
}

TEST_CASE("pace: a slow process is asked one line at a time, also when it was quick") {
  Pace pace(std::nullopt);
  for (int i = 0; i < 64; ++i) pace.took(1, 1ms);
  CHECK(pace.lines_at_once() == 1);
  for (int i = 0; i < 64; ++i) pace.took(1, 20us);
  CHECK(pace.lines_at_once() == 32);
  pace.took(32, 1ms);
  CHECK(pace.lines_at_once() == 32);
  pace.took(32, 64ms);
  CHECK(pace.lines_at_once() == 1);
}

TEST_CASE("pace: another process has to prove it again") {
  Pace pace(std::nullopt);
  for (int i = 0; i < 127; ++i) pace.took(1, 20us);
  pace.forget();
  CHECK(pace.lines_at_once() == 1);
  pace.took(1, 20us);
  CHECK(pace.lines_at_once() == 1);
}

TEST_CASE("pace: what the runner says holds, however quick the process is") {
  Pace pace(2);
  CHECK(pace.lines_at_once() == 2);
  pace.took(64, 1ms);
  CHECK(pace.lines_at_once() == 2);
  pace.forget();
  CHECK(pace.lines_at_once() == 2);
}

}  // namespace
}  // namespace tidemark::process
