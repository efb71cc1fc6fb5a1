#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

#include "core/base/descriptor.hpp"

namespace tidemark::cli {

/// From its making on SIGINT, SIGTERM, SIGHUP and SIGQUIT ask the work to stop, where the process
/// does not ignore them; a second one ends the process at once with 128 plus its number. SIGPIPE is
/// ignored. To be made before any other thread, which then inherits what is blocked.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  std::stop_token token() const { return source_.get_token(); }
  /// The number of the signal that came, 0 for none. [any thread]
  int signal() const { return signal_; }

 private:
  void watch();

  std::stop_source source_;
  std::atomic<int> signal_ = 0;
  Descriptor signals_, ended_;
  std::thread thread_;
};

}  // namespace tidemark::cli
