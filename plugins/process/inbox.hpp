#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "child.hpp"
#include "exchange.hpp"

namespace tidemark::process {

/// A call on its way to a process that stays.
struct Request {
  std::uint64_t call = 0;
  std::string line;
  Clock::time_point begun;
  Clock::time_point deadline;
};

/// Hands calls from the worker's thread to the one that talks with the process.
class Inbox {
 public:
  /// What arrived since it was last taken.
  struct News {
    std::vector<Request> requests;
    std::vector<std::uint64_t> cancelled;
    bool is_over = false;  ///< there is no more to do
  };

  /// [the worker's thread]
  void put(Request request);
  void cancel(std::uint64_t call);
  void end();

  /// The talking thread looks again at `next_look` by itself. Until then new calls wake it when
  /// `takes_calls`, others only when their deadline is earlier.
  News take(bool takes_calls, Clock::time_point next_look);
  /// Readable when there is news; ready to be rung again once cleared.
  const Wake& bell() const { return bell_; }

 private:
  std::mutex mutex_;
  News news_;
  bool takes_calls_ = true;
  Clock::time_point next_look_ = Clock::time_point::max();
  const Wake bell_;
};

}  // namespace tidemark::process
