#include "replay/pipeline/turns.hpp"

#include <doctest/doctest.h>

#include <future>
#include <stdexcept>
#include <string>
#include <vector>

namespace tidemark::pipeline {
namespace {

bool is_echo(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::logic_error&) {
    return true;
  } catch (...) {
    return false;
  }
}

void run_all(Turns& turns, std::size_t count, const std::function<void(std::size_t)>& work) {
  turns.all(
      count, 4, work, [] {}, is_echo);
}

TEST_CASE("only one works at a time, and each is done once") {
  Turns turns;
  int working = 0;
  std::vector<int> done(50);
  run_all(turns, 50, [&](std::size_t i) {
    CHECK(++working == 1);
    ++done[i];
    --working;
  });
  CHECK(done == std::vector<int>(50, 1));
}

TEST_CASE("who waits lets others work") {
  Turns turns;
  std::promise<int> promise;
  auto future = promise.get_future();
  int heard = 0;
  run_all(turns, 2, [&](std::size_t i) {
    if (i == 1) return promise.set_value(7);
    heard = turns.aside([&] { return future.get(); });
  });
  CHECK(heard == 7);
}

TEST_CASE("outside of work there is nobody to give way to") {
  Turns turns;
  CHECK(turns.aside([] { return 3; }) == 3);
}

TEST_CASE("the failure comes out, not what follows from it, and nothing is begun after it") {
  Turns turns;
  int failures = 0;
  std::promise<void> failed;
  auto told = failed.get_future();
  std::vector<std::size_t> begun;
  const auto work = [&](std::size_t i) {
    begun.push_back(i);
    if (i == 0) {
      turns.aside([&] { told.get(); });
      throw std::logic_error("stopped");
    }
    throw std::runtime_error("refused");
  };
  const auto on_failure = [&] {
    if (failures++ == 0) failed.set_value();
  };
  CHECK_THROWS_WITH_AS(turns.all(9, 2, work, on_failure, is_echo), "refused", std::runtime_error);
  CHECK(begun == std::vector<std::size_t>{0, 1});
  CHECK(failures == 2);
}

}  // namespace
}  // namespace tidemark::pipeline
