#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace tidemark::run {

/// Deadlines and pauses; whoever decides by it is told what time it is.
using Time = std::chrono::steady_clock::time_point;
using Duration = Time::duration;
inline constexpr Time never = Time::max();
inline constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

/// How much may be asked of what several runners share.
struct Bounds {
  std::size_t in_flight = unbounded;
  double per_minute = 0;  ///< calls; 0 is no bound

  bool operator==(const Bounds&) const = default;
};

/// Spares what several runners share - a vendor, this machine - more than it can bear: a bound on
/// what is in flight that halves whenever it refuses and grows by one for each round of good
/// answers (AIMD), a token bucket, and pauses that it asked for itself.
class Throttle {
 public:
  explicit Throttle(Bounds bounds = {});

  /// These bounds hold where they are wider.
  void widen(const Bounds& bounds);

  bool is_open(Time now) const;
  /// When it opens by itself; `never` while only the end of a call could open it.
  Time opens_at(Time now) const;
  /// A call begins. Returns its ticket.
  std::uint64_t begin(Time now);
  /// The call ended with an answer.
  void end_well();
  /// The call ended in a way that says nothing of how much can be borne.
  void end();
  /// The call was refused because it was one too many. Of those in flight at the time of the last
  /// cut none cuts again. Nothing begins before `until`.
  void end_refused(std::uint64_t ticket, Time until);

  std::size_t in_flight() const { return in_flight_; }

 private:
  bool has_room() const { return static_cast<double>(in_flight_) + 1 <= window_; }
  double tokens_at(Time now) const;

  Bounds bounds_;
  double window_;
  std::size_t in_flight_ = 0;
  std::uint64_t begun_ = 0, cut_at_ = 0;
  Time closed_until_ = Time::min();
  double tokens_ = 0;
  Time counted_at_ = Time::min();  ///< when `tokens_` was right
};

}  // namespace tidemark::run
