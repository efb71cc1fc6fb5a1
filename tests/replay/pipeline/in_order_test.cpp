#include "replay/pipeline/in_order.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tidemark::pipeline {
namespace {

TEST_CASE("outcomes are handed on in the order of their trials, as soon as that is known") {
  std::string taken;
  InOrder order([&](std::size_t position, const Outcome& outcome) {
    taken += std::to_string(position) + outcome.case_id + ' ';
  });
  order.add(2, {"c", 0, "1", {}, {}});
  order.add(1, {"b", 0, "1", {}, {}});
  CHECK(taken.empty());
  order.add(0, {"a", 0, "1", {}, {}});
  CHECK(taken == "0a 1b 2c ");
  order.add(3, {"d", 0, "1", {}, {}});
  CHECK(taken == "0a 1b 2c 3d ");
}

}  // namespace
}  // namespace tidemark::pipeline
