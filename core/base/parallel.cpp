#include "core/base/parallel.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <latch>
#include <mutex>
#include <system_error>
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

/// Those that this process may use; none when the system does not tell.
const cpu_set_t& cores_of_process() {
  static const cpu_set_t all = [] {
    cpu_set_t cores;
    if (::sched_getaffinity(0, sizeof cores, &cores) != 0) CPU_ZERO(&cores);
    return cores;
  }();
  return all;
}

std::size_t core_count() {
  const int known = CPU_COUNT(&cores_of_process());
  const unsigned all =
      known != 0 ? static_cast<unsigned>(known) : std::jthread::hardware_concurrency();
  return std::clamp<std::size_t>(all, 1, 64);
}

/// The kernel lets a new thread begin on the core of who makes it, where it waits; by the time that
/// it balances the cores, short work is done.
void begin_elsewhere(std::jthread& helper) {
  cpu_set_t others = cores_of_process();
  const int here = ::sched_getcpu();
  if (here >= 0) CPU_CLR(static_cast<unsigned>(here), &others);
  if (CPU_COUNT(&others) == 0) return;
  ::pthread_setaffinity_np(helper.native_handle(), sizeof others, &others);
}

/// Also what this thread starts: it would have the thread's cores only.
void may_run_anywhere() {
  const cpu_set_t& all = cores_of_process();
  if (CPU_COUNT(&all) != 0) ::sched_setaffinity(0, sizeof all, &all);
}

/// Threads beside this one so that it makes `cores`, or as many as the system grants.
std::vector<std::jthread> started(const std::function<void()>& help, std::size_t cores) {
  std::vector<std::jthread> helpers;
  helpers.reserve(cores);
  try {
    while (helpers.size() + 1 < cores) begin_elsewhere(helpers.emplace_back(help));
  } catch (const std::system_error&) {
    // With fewer it takes longer, and that is all.
  }
  return helpers;
}

}  // namespace

void on_all_cores(std::size_t count, const std::function<void(std::size_t index)>& work,
                  Memory memory) {
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
  std::latch placed(1);
  const auto help = [&] {
    placed.wait();
    may_run_anywhere();
    if (memory == Memory::much) use_large_pages();
    go_on();
  };
  {
    const auto helpers = started(help, std::min(count, core_count()));
    placed.count_down();
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
