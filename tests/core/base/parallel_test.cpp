#include "core/base/parallel.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

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
