#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <tidemark/threads.hpp>

namespace tidemark::sdk {

TEST_CASE("work runs side by side up to the bound, the rest waits and runs later") {
  std::atomic<int> ran = 0;
  std::promise<void> both;
  {
    std::atomic<int> here = 0;
    std::promise<void> open;
    std::promise<void> last;
    const std::shared_future<void> opened = open.get_future().share();
    Threads threads(2);
    for (std::uint64_t call = 1; call <= 2; ++call) {
      threads.start(call, [&, opened] {
        if (++here == 2) both.set_value();
        opened.wait();
        ++ran;
      });
    }
    both.get_future().wait();
    threads.start(3, [&] {
      ++ran;
      last.set_value();
    });
    open.set_value();
    last.get_future().wait();
  }
  CHECK(ran == 3);
}

TEST_CASE("a queued call can be forgotten, a running one cannot") {
  std::promise<void> running;
  std::promise<void> open;
  std::atomic<bool> ran = false;
  {
    Threads threads(1);
    threads.start(1, [&] {
      running.set_value();
      open.get_future().wait();
    });
    running.get_future().wait();
    threads.start(2, [&] { ran = true; });
    CHECK(threads.forget(2));
    CHECK(!threads.forget(1));
    open.set_value();
  }
  CHECK(!ran);
}

}  // namespace tidemark::sdk
