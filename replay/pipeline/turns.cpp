#include "replay/pipeline/turns.hpp"

#include <algorithm>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace tidemark::pipeline {
namespace {

using Thrown = std::vector<std::exception_ptr>;

void rethrow_one(const Thrown& failures,
                 const std::function<bool(const std::exception_ptr&)>& is_echo) {
  const auto failed = [](const std::exception_ptr& one) { return one != nullptr; };
  const auto first = std::find_if(failures.begin(), failures.end(), failed);
  if (first == failures.end()) return;
  const auto own = std::find_if(first, failures.end(), [&](const std::exception_ptr& one) {
    return failed(one) && !is_echo(one);
  });
  std::rethrow_exception(own == failures.end() ? *first : *own);
}

}  // namespace

void Turns::all(std::size_t count, std::size_t at_once,
                const std::function<void(std::size_t)>& work,
                const std::function<void()>& on_failure,
                const std::function<bool(const std::exception_ptr&)>& is_echo) {
  Thrown failures(count);
  std::size_t next = 0;
  bool failed = false;
  const auto go = [&] {
    const std::lock_guard turn(turn_);
    while (next < count && !failed) {
      const std::size_t index = next++;
      try {
        work(index);
      } catch (...) {
        failures[index] = std::current_exception();
        failed = true;
        on_failure();
      }
    }
  };
  is_shared_ = true;
  std::vector<std::thread> threads;
  try {
    for (std::size_t i = 1; i < std::min(count, at_once); ++i) threads.emplace_back(go);
  } catch (const std::system_error&) {
    // Where no more threads may be, fewer do the same.
  }
  go();
  for (std::thread& one : threads) one.join();
  is_shared_ = false;
  rethrow_one(failures, is_echo);
}

}  // namespace tidemark::pipeline
