#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "core/host/host.hpp"

namespace tidemark::run {

/// An answer that came in, and the position of the trial it belongs to.
struct Finished {
  std::size_t trial;
  host::Answer answer;
};

/// Hands answers from the host's thread to the one that made the trials.
class Inbox {
 public:
  /// [any thread]
  void put(Finished finished) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(finished));
    arrived_.notify_one();
  }
  /// Ends one wait, even of nothing. [any thread]
  void wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    arrived_.notify_one();
  }
  /// Waits for an answer or a wake, and takes whatever is there.
  std::vector<Finished> take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !waiting_.empty() || woken_; });
    woken_ = false;
    return std::exchange(waiting_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Finished> waiting_;
  bool woken_ = false;
};

}  // namespace tidemark::run
