#pragma once

#include <cstddef>
#include <functional>
#include <mutex>

namespace tidemark::pipeline {

/// Lets several pieces of work advance together though only one of them works at a time: they share
/// whatever they like without another lock, and give way where they wait.
class Turns {
 public:
  /// Calls `work` for each of 0 .. count-1, at most `at_once` of them begun and not done, and
  /// returns when all are done. When calls throw, `on_failure` is called, and what one of them
  /// threw comes out: that of the smallest index, but for what `is_echo` says only follows from
  /// another.
  void all(std::size_t count, std::size_t at_once, const std::function<void(std::size_t)>& work,
           const std::function<void()>& on_failure,
           const std::function<bool(const std::exception_ptr&)>& is_echo);

  /// Waits while others work. Called from within `work`, or when nothing else goes on.
  template <typename Wait>
  auto aside(const Wait& wait) {
    if (!is_shared_) return wait();
    const Away away(turn_);
    return wait();
  }

 private:
  struct Away {
    explicit Away(std::mutex& turn) : turn_(turn) { turn_.unlock(); }
    ~Away() { turn_.lock(); }
    Away(const Away&) = delete;
    Away& operator=(const Away&) = delete;
    std::mutex& turn_;
  };

  std::mutex turn_;
  bool is_shared_ = false;
};

}  // namespace tidemark::pipeline
