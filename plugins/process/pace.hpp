#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace tidemark::process {

/// How many lines a process in mode lines is asked together: one until it proved quick, then 32,
/// or as many as the runner says. Two processes that wake each other for each line do so at a
/// third of their speed where each has a core that sleeps meanwhile.
class Pace {
 public:
  using Duration = std::chrono::steady_clock::duration;

  static constexpr std::size_t most = 32;
  /// By so many lines it is told whether a process is quick: by their average, since a busy
  /// machine stops every process now and then.
  static constexpr std::size_t proof = 64;
  static constexpr std::chrono::milliseconds quick{1};  ///< less, a line

  /// `fixed`: from 1 to `most`, whatever the process proves.
  explicit Pace(std::optional<std::size_t> fixed) : fixed_(fixed) {}

  std::size_t lines_at_once() const { return fixed_.value_or(is_quick_ ? most : 1); }

  /// So many lines, asked together, were answered in that time.
  void took(std::size_t lines, Duration time) {
    lines_ += lines;
    time_ += time;
    if (lines_ < proof) return;
    is_quick_ = time_ < quick * static_cast<std::int64_t>(lines_);
    lines_ = 0;
    time_ = {};
  }

  /// Of another process nothing is known.
  void forget() { *this = Pace(fixed_); }

 private:
  std::optional<std::size_t> fixed_;
  bool is_quick_ = false;
  std::size_t lines_ = 0;  ///< since it was last told
  Duration time_{};        ///< what they took
};

}  // namespace tidemark::process
