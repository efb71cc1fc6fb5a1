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
  double per_minute = 0;         ///< calls; 0 is no bound
  double tokens_per_minute = 0;  ///< of a language model, as answers tell them; 0 is no bound

  bool operator==(const Bounds&) const = default;
};

/// A token bucket: it fills by a rate, up to what may be taken at once after a rest.
class Bucket {
 public:
  /// It is full. A rate of 0 is no bound.
  Bucket(double per_minute, double capacity)
      : rate_(per_minute), capacity_(capacity), level_(capacity) {}

  bool has(double amount, Time now) const { return rate_ <= 0 || level_at(now) >= amount; }
  /// When it has as much, `never` when it cannot hold that.
  Time has_at(double amount, Time now) const;
  /// More than it has may be taken; then it fills from below nothing.
  void take(double amount, Time now);
  void widen(double per_minute, double capacity);

 private:
  double level_at(Time now) const;

  double rate_, capacity_, level_;
  Time counted_at_ = Time::min();  ///< when `level_` was right
};

/// Spares what several runners share - a vendor, this machine - more than it can bear: a bound on
/// what is in flight that halves whenever it refuses and grows by one for each round of good
/// answers (AIMD), buckets of calls and of a model's tokens, and pauses that it asked for itself.
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
  /// A call that is in flight took so many of a model's tokens. Those in flight are supposed to
  /// take what the others did on average; until the first one ended nothing is known.
  void took(double tokens, Time now);
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
  double tokens_in_flight() const;

  Bounds bounds_;
  double window_;
  std::size_t in_flight_ = 0;
  std::uint64_t begun_ = 0, cut_at_ = 0;
  Time closed_until_ = Time::min();
  Bucket calls_, tokens_;
  double tokens_told_ = 0, calls_that_told_ = 0;
};

}  // namespace tidemark::run
