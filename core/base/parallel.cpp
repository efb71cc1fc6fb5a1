#include "core/base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/heap.hpp"

namespace tidemark {
namespace {

/// The exception that came first in the order of the work, whoever threw it.
class FirstFailure {
 public:
  void note(std::size_t index, std::exception_ptr failure) {
    const std::lock_guard guard(busy_);
    if (failure_ && index > index_) return;
    index_ = index;
    failure_ = std::move(failure);
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex busy_;
  std::size_t index_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

void on_all_cores(std::size_t count, const std::function<void(std::size_t index)>& work) {
  std::atomic<std::size_t> next = 0;
  FirstFailure first;
  const auto go_on = [&] {
    for (std::size_t index = next++; index < count; index = next++) {
      try {
        work(index);
      } catch (...) {
        first.note(index, std::current_exception());
      }
    }
  };
  const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 64);
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min(cores, count); ++i) {
      helpers.emplace_back([&] {
        use_large_pages();
        go_on();
      });
    }
    go_on();
  }
  first.rethrow();
}

void in_parts_on_all_cores(std::size_t count, std::size_t in_a_part,
                           const std::function<void(std::size_t index)>& work) {
  on_all_cores((count + in_a_part - 1) / in_a_part, [&](std::size_t part) {
    const std::size_t last = std::min(count, (part + 1) * in_a_part);
    for (std::size_t index = part * in_a_part; index < last; ++index) work(index);
  });
}

}  // namespace tidemark
