#include "replay/run/throttle.hpp"

#include <algorithm>

namespace tidemark::run {
namespace {

using Seconds = std::chrono::duration<double>;

/// Of calls what may come at once after a rest is a second's worth.
double calls_at_once(double per_minute) { return std::max(1.0, per_minute / 60); }

/// Of a model's tokens it is a quarter of a minute's: calls that take long take many.
double tokens_at_once(double per_minute) { return per_minute / 4; }

}  // namespace

double Bucket::level_at(Time now) const {
  if (counted_at_ == Time::min()) return level_;
  return std::min(capacity_, level_ + Seconds(now - counted_at_).count() * rate_ / 60);
}

Time Bucket::has_at(double amount, Time now) const {
  if (has(amount, now)) return now;
  if (amount > capacity_) return never;
  const Seconds lacking((amount - level_at(now)) * 60 / rate_);
  // Rounded up, or it would not quite have it yet.
  return now + std::chrono::duration_cast<Duration>(lacking) + std::chrono::microseconds(1);
}

void Bucket::take(double amount, Time now) {
  if (rate_ <= 0) return;
  level_ = level_at(now) - amount;
  counted_at_ = now;
}

void Bucket::widen(double per_minute, double capacity) {
  if (rate_ <= 0 || per_minute <= rate_) return;
  rate_ = per_minute;
  capacity_ = capacity;
}

Throttle::Throttle(Bounds bounds)
    : bounds_(bounds),
      window_(static_cast<double>(bounds.in_flight)),
      calls_(bounds.per_minute, calls_at_once(bounds.per_minute)),
      tokens_(bounds.tokens_per_minute, tokens_at_once(bounds.tokens_per_minute)) {}

void Throttle::widen(const Bounds& bounds) {
  if (bounds.in_flight > bounds_.in_flight) {
    if (window_ >= static_cast<double>(bounds_.in_flight)) {
      window_ = static_cast<double>(bounds.in_flight);
    }
    bounds_.in_flight = bounds.in_flight;
  }
  calls_.widen(bounds.per_minute, calls_at_once(bounds.per_minute));
  tokens_.widen(bounds.tokens_per_minute, tokens_at_once(bounds.tokens_per_minute));
}

/// What those in flight are supposed to take, which is not there for another one.
double Throttle::tokens_in_flight() const {
  if (calls_that_told_ == 0) return 0;
  return static_cast<double>(in_flight_) * tokens_told_ / calls_that_told_;
}

bool Throttle::is_open(Time now) const {
  return has_room() && now >= closed_until_ && calls_.has(1, now) &&
         tokens_.has(tokens_in_flight(), now);
}

Time Throttle::opens_at(Time now) const {
  if (!has_room()) return never;
  const Time at = calls_.has_at(1, std::max(now, closed_until_));
  return tokens_.has_at(tokens_in_flight(), at);
}

std::uint64_t Throttle::begin(Time now) {
  calls_.take(1, now);
  ++in_flight_;
  return ++begun_;
}

void Throttle::took(double tokens, Time now) {
  tokens_.take(tokens, now);
  tokens_told_ += tokens;
  ++calls_that_told_;
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
