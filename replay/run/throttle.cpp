#include "replay/run/throttle.hpp"

#include <algorithm>

namespace tidemark::run {
namespace {

using Seconds = std::chrono::duration<double>;

/// What may come at once after a rest: a second's worth.
double burst_of(const Bounds& bounds) { return std::max(1.0, bounds.per_minute / 60); }

}  // namespace

Throttle::Throttle(Bounds bounds)
    : bounds_(bounds), window_(static_cast<double>(bounds.in_flight)), tokens_(burst_of(bounds)) {}

void Throttle::widen(const Bounds& bounds) {
  if (bounds.in_flight > bounds_.in_flight) {
    if (window_ >= static_cast<double>(bounds_.in_flight)) {
      window_ = static_cast<double>(bounds.in_flight);
    }
    bounds_.in_flight = bounds.in_flight;
  }
  if (bounds_.per_minute > 0 && bounds.per_minute > bounds_.per_minute) {
    bounds_.per_minute = bounds.per_minute;
  }
}

double Throttle::tokens_at(Time now) const {
  if (counted_at_ == Time::min()) return tokens_;
  const double passed = Seconds(now - counted_at_).count();
  return std::min(burst_of(bounds_), tokens_ + passed * bounds_.per_minute / 60);
}

bool Throttle::is_open(Time now) const {
  return has_room() && now >= closed_until_ && (bounds_.per_minute <= 0 || tokens_at(now) >= 1);
}

Time Throttle::opens_at(Time now) const {
  if (!has_room()) return never;
  Time at = std::max(now, closed_until_);
  if (bounds_.per_minute > 0 && tokens_at(at) < 1) {
    const Seconds lacking((1 - tokens_at(at)) * 60 / bounds_.per_minute);
    // Rounded up, or it would not quite be open yet.
    at += std::chrono::duration_cast<Duration>(lacking) + std::chrono::microseconds(1);
  }
  return at;
}

std::uint64_t Throttle::begin(Time now) {
  if (bounds_.per_minute > 0) {
    tokens_ = tokens_at(now) - 1;
    counted_at_ = now;
  }
  ++in_flight_;
  return ++begun_;
}

void Throttle::end() { --in_flight_; }

void Throttle::end_well() {
  --in_flight_;
  window_ = std::min(static_cast<double>(bounds_.in_flight), window_ + 1 / window_);
}

void Throttle::end_refused(std::uint64_t ticket, Time until) {
  if (ticket > cut_at_) {
    window_ = std::max(1.0, static_cast<double>(in_flight_) / 2);
    cut_at_ = begun_;
  }
  --in_flight_;
  closed_until_ = std::max(closed_until_, until);
}

}  // namespace tidemark::run
