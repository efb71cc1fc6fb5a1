#include "core/host/event_loop.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace tidemark::host {

namespace asio = boost::asio;
using boost::system::error_code;

struct EventLoop::Impl {
  /// Wakes the loop's thread once for all that is posted until it comes. The mutex is held.
  void put(std::function<void()> task) {
    tasks.push_back(std::move(task));
    if (tasks.size() == 1) asio::post(context, [this] { run_tasks(); });
  }

  void run_tasks() {
    std::vector<std::function<void()>> waiting;
    {
      const std::lock_guard lock(mutex);
      waiting.swap(tasks);
    }
    for (std::function<void()>& task : waiting) {
      const std::lock_guard lock(turn);
      std::exchange(task, nullptr)();
    }
  }

  asio::io_context context{1};
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work{
      context.get_executor()};
  std::mutex turn;   ///< of whoever runs something
  std::mutex mutex;  ///< guards the next two
  std::vector<std::function<void()>> tasks;
  bool closed = false;
  std::promise<void> ended;
  std::thread thread{[this] {
    context.run();
    ended.set_value();
  }};
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}

EventLoop::~EventLoop() {
  if (impl_->thread.joinable()) close([] {}, std::chrono::milliseconds(0));
}

bool EventLoop::post(std::function<void()> task) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->closed) return false;
  impl_->put(std::move(task));
  return true;
}

bool EventLoop::run_here(const std::function<void()>& task) {
  std::unique_lock turn(impl_->turn, std::defer_lock);
  // What the loop runs has its turn already.
  if (!is_current_thread()) turn.lock();
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->closed) return false;
  }
  task();
  return true;
}

bool EventLoop::is_current_thread() const {
  return std::this_thread::get_id() == impl_->thread.get_id();
}

void EventLoop::close(std::function<void()> last, std::chrono::milliseconds patience) {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->closed = true;
    impl_->put(std::move(last));
  }
  impl_->work.reset();
  impl_->ended.get_future().wait_for(patience);
  impl_->context.stop();
  impl_->thread.join();
}

struct Timer::Impl {
  explicit Impl(EventLoop::Impl& loop) : timer(loop.context), turn(loop.turn) {}
  asio::steady_timer timer;
  std::mutex& turn;
  /// A callback that is due already cannot be cancelled, only outdated.
  std::uint64_t setting = 0;
};

Timer::Timer(EventLoop& loop) : impl_(std::make_shared<Impl>(loop.impl())) {}
Timer::~Timer() { clear(); }

void Timer::set(Clock::time_point when, std::function<void()> task) {
  impl_->timer.expires_at(when);
  impl_->timer.async_wait([impl = impl_, setting = ++impl_->setting,
                           task = std::move(task)](const error_code& failure) {
    const std::lock_guard lock(impl->turn);
    if (!failure && setting == impl->setting) task();
  });
}

void Timer::clear() {
  ++impl_->setting;
  impl_->timer.cancel();
}

struct Watch::Impl : std::enable_shared_from_this<Watch::Impl> {
  Impl(EventLoop::Impl& loop, int number, std::function<void()> task)
      : descriptor(loop.context, number), turn(loop.turn), readable(std::move(task)) {}

  void wait() {
    descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this()](const error_code& failure) {
                            const std::lock_guard lock(self->turn);
                            if (failure || self->ended) return;
                            self->readable();
                            if (!self->ended) self->wait();
                          });
  }

  asio::posix::stream_descriptor descriptor;
  std::mutex& turn;
  std::function<void()> readable;
  bool ended = false;
};

Watch::Watch(EventLoop& loop, int descriptor, std::function<void()> readable)
    : impl_(std::make_shared<Impl>(loop.impl(), descriptor, std::move(readable))) {
  impl_->wait();
}

Watch::~Watch() {
  impl_->ended = true;
  impl_->descriptor.release();
}

void Watch::when_writable(std::function<void()> task) {
  impl_->descriptor.async_wait(asio::posix::stream_descriptor::wait_write,
                               [self = impl_, task = std::move(task)](const error_code& failure) {
                                 const std::lock_guard lock(self->turn);
                                 if (!failure && !self->ended) task();
                               });
}

}  // namespace tidemark::host
