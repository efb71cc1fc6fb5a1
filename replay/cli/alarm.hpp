#pragma once

#include <chrono>

namespace tidemark::cli {

/// Ends the process with exit code 20 and `sentence` on standard error when it is still there after
/// `time`: for work that cannot be asked to stop and that leaves nothing behind. One at a time.
class Alarm {
 public:
  /// `sentence` must outlive the alarm.
  Alarm(std::chrono::milliseconds time, const char* sentence);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
};

}  // namespace tidemark::cli
