#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

#include "replay/run/throttle.hpp"

namespace tidemark::run {

/// For what somebody who waits for news waits longer than for the first of them, and how many are
/// taken at once.
struct Gathering {
  std::size_t enough = 1;  ///< news
  Duration patience{};     ///< from the begin of the wait
  std::size_t most = SIZE_MAX;
  std::size_t few = 1;  ///< news for which it waits on when the patience is over
  Duration longest{};   ///< from the begin of the wait, for those
};

/// Hands news from other threads to the one that waits for them.
template <typename News>
class Inbox {
 public:
  /// [any thread]
  void put(News news) {
    bool enough = false;
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(news));
      enough = waiting_.size() == enough_;
    }
    // Who was told of other news and has not taken them yet takes these, too.
    if (enough) arrived_.notify_one();
  }
  /// Ends one wait, even of nothing. [any thread]
  void wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    arrived_.notify_one();
  }
  /// Waits for enough news, a few once the patience is over, or any after the longest wait; for a
  /// wake or that time. Takes the first that are there.
  std::vector<News> take(Time until, const Gathering& gathering) {
    std::unique_lock lock(mutex_);
    if (gathering.enough > 1) {
      const Time begun = Time::clock::now();
      wait(lock, std::min(until, begun + gathering.patience), gathering.enough);
      if (gathering.few > 1) {
        wait(lock, std::min(until, begun + gathering.longest), gathering.few);
      }
    }
    wait(lock, until, 1);
    woken_ = false;
    return first_of_waiting(gathering.most);
  }

 private:
  std::vector<News> first_of_waiting(std::size_t most) {
    if (waiting_.size() <= most) return std::exchange(waiting_, {});
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(most);
    std::vector<News> first(std::make_move_iterator(waiting_.begin()),
                            std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return first;
  }

  void wait(std::unique_lock<std::mutex>& lock, Time until, std::size_t enough) {
    enough_ = enough;
    const auto has_enough = [&] { return waiting_.size() >= enough || woken_; };
    if (until == never) {
      arrived_.wait(lock, has_enough);
    } else {
      arrived_.wait_until(lock, until, has_enough);
    }
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<News> waiting_;
  std::size_t enough_ = 1;  ///< of them to tell whoever waits
  bool woken_ = false;
};

}  // namespace tidemark::run
