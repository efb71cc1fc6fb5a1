#include "core/base/parallel.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using tidemark::in_parts_on_all_cores;
using tidemark::on_all_cores;

TEST_CASE("work on all cores is done once for each index") {
  std::vector<int> done(1000, 0);
  on_all_cores(done.size(), [&](std::size_t i) { ++done[i]; });
  CHECK(done == std::vector<int>(1000, 1));
  on_all_cores(0, [](std::size_t) { FAIL("there is nothing to do"); });
}

TEST_CASE("of several failures the first in order comes out, after all is done") {
  std::vector<int> done(100, 0);
  std::string failure;
  try {
    on_all_cores(done.size(), [&](std::size_t i) {
      ++done[i];
      if (i % 10 == 7) throw std::runtime_error(std::to_string(i));
    });
  } catch (const std::runtime_error& error) {
    failure = error.what();
  }
  CHECK(failure == "7");
  CHECK(done == std::vector<int>(100, 1));
}

TEST_CASE("work in parts is done once for each index, the last part being shorter") {
  std::vector<int> done(1000, 0);
  in_parts_on_all_cores(done.size(), 64, [&](std::size_t i) { ++done[i]; });
  CHECK(done == std::vector<int>(1000, 1));
  in_parts_on_all_cores(0, 64, [](std::size_t) { FAIL("there is nothing to do"); });
}

TEST_CASE("of failures in several parts the first in order comes out, after the other parts") {
  std::vector<int> done(100, 0);
  std::string failure;
  try {
    in_parts_on_all_cores(done.size(), 10, [&](std::size_t i) {
      ++done[i];
      if (i == 17 || i == 31) throw std::runtime_error(std::to_string(i));
    });
  } catch (const std::runtime_error& error) {
    failure = error.what();
  }
  CHECK(failure == "17");
  CHECK(std::vector<int>(done.begin() + 15, done.begin() + 22) ==
        std::vector<int>{1, 1, 1, 0, 0, 1, 1});
}
