#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace tidemark::host {

using Clock = std::chrono::steady_clock;

/// One thread that runs tasks, timers and watches, one at a time, whoever runs them. Tasks must not
/// throw.
class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Runs the task on the loop's thread, after those posted before. False, and nothing happens,
  /// once the loop was closed. [any thread]
  bool post(std::function<void()> task);
  /// Runs the task at once, on the thread that calls, in place of the loop's own: nothing else of
  /// the loop runs meanwhile. For what is short and would wait longer for that thread than it
  /// takes. False, and nothing happens, once the loop was closed. [any thread]
  bool run_here(const std::function<void()>& task);
  bool is_current_thread() const;
  /// Runs `last` as the last posted task, then waits until no timer and no watch is left, at most
  /// `patience`. [not the loop's thread, once]
  void close(std::function<void()> last, std::chrono::milliseconds patience);

  struct Impl;  // Boost.Asio stays in the .cpp
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Calls back once at a time point. Only for what the loop runs; destroying or setting it again
/// forgets what was set.
class Timer {
 public:
  explicit Timer(EventLoop& loop);
  ~Timer();
  void set(Clock::time_point when, std::function<void()> task);
  void clear();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// Calls back whenever a descriptor can be read. Only for what the loop runs. Does not own the
/// descriptor, which must outlive it.
class Watch {
 public:
  Watch(EventLoop& loop, int descriptor, std::function<void()> readable);
  ~Watch();
  /// Calls back once, when the descriptor can be written.
  void when_writable(std::function<void()> task);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tidemark::host
