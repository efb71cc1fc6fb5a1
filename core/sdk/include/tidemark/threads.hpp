#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace tidemark::sdk {

/// Runs blocking calls on threads of its own: one thread per call up to `most`, then they queue.
/// Destroying it drops what is queued and waits for what runs.
class Threads {
 public:
  explicit Threads(std::size_t most = 64) : most_(most) {}
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
      queue_.clear();
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  /// `work` must not throw.
  void start(std::uint64_t call, std::function<void()> work) {
    {
      const std::lock_guard lock(mutex_);
      queue_.emplace_back(call, std::move(work));
      if (queue_.size() > idle_ && threads_.size() < most_) {
        threads_.emplace_back([this] { serve(); });
      }
    }
    wake_.notify_one();
  }

  /// Whether the call was still queued; then it never runs.
  bool forget(std::uint64_t call) {
    const std::lock_guard lock(mutex_);
    return std::erase_if(queue_, [call](const auto& entry) { return entry.first == call; }) != 0;
  }

 private:
  void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      --idle_;
      if (ending_) return;
      const auto work = std::move(queue_.front().second);
      queue_.pop_front();
      lock.unlock();
      work();
      lock.lock();
    }
  }

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::pair<std::uint64_t, std::function<void()>>> queue_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool ending_ = false;
};

}  // namespace tidemark::sdk
