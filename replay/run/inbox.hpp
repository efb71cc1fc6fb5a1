#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "replay/run/throttle.hpp"

namespace tidemark::run {

/// Hands news from other threads to the one that waits for them.
template <typename News>
class Inbox {
 public:
  /// [any thread]
  void put(News news) {
    bool first = false;
    {
      const std::lock_guard lock(mutex_);
      first = waiting_.empty();
      waiting_.push_back(std::move(news));
    }
    // Who was told of other news and has not taken them yet takes these, too.
    if (first) arrived_.notify_one();
  }
  /// Ends one wait, even of nothing. [any thread]
  void wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    arrived_.notify_one();
  }
  /// Waits for news, a wake or that time, and takes whatever is there.
  std::vector<News> take(Time until) {
    std::unique_lock lock(mutex_);
    const auto has_some = [this] { return !waiting_.empty() || woken_; };
    if (until == never) {
      arrived_.wait(lock, has_some);
    } else {
      arrived_.wait_until(lock, until, has_some);
    }
    woken_ = false;
    return std::exchange(waiting_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<News> waiting_;
  bool woken_ = false;
};

}  // namespace tidemark::run
