#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/host/host.hpp"
#include "core/model/trial.hpp"
#include "replay/run/retry.hpp"

namespace tidemark::run {

/// With what the failure of a trial begins that was never sent.
inline constexpr std::string_view not_run = "not run: ";

/// What became of a trial of a batch.
struct Arrival {
  std::size_t position = 0;  ///< of the trial
  Outcome outcome;
};

/// What of a batch came to nothing for a lack of time, money or patience.
struct Unmade {
  std::size_t trials = 0;
  std::string why;  ///< "" when all were run that were wanted
  /// The longest wait that a service asked for, where that is why.
  std::chrono::milliseconds asked{0};
};

/// How one runner's trials are treated.
struct Manner {
  int concurrency = 1;  ///< trials in flight at most
  /// After more failures than this the other trials are not run: they could not change what is
  /// said.
  std::size_t most_failures = unbounded;
  bool may_retry = true;        ///< the runner does no harm when it runs an input twice
  bool must_tell_cost = false;  ///< an output whose cost nobody knows ends a run with a cost budget
};

/// The trials of one batch on their way from waiting to settled. Knows no threads, no plugins and
/// no clock.
class Lane {
 public:
  Lane(const Manner& manner, std::span<const Trial> trials);

  /// Whether a trial may be sent to the runner now. Settles those of which it is clear by now that
  /// they never will be.
  bool has_next(Time now);
  /// The position of that trial, which is in flight from now on.
  std::size_t next(Time now);
  /// When a trial that is to be tried again may be sent; `never` when there is none.
  Time ripens_at() const;
  /// How it failed; "" when there is none.
  std::string ripens_after() const;
  std::size_t ripening() const { return paused_.size(); }
  /// A trial in flight ended. Where it may be tried again, `random` decides how much later.
  void ended(std::size_t position, host::Answer answer, Time now, const RetryRule& rule,
             double random);
  /// A trial in flight ended because the run ends; nobody learned anything from that.
  void dropped() { --in_flight_; }
  /// A trial in flight ended because there was no time to wait for it; `asked` is what the service
  /// asked for, if it did.
  void cut_off(std::size_t position, const std::string& why, std::chrono::milliseconds asked = {});
  /// The runner cannot be started.
  void fail_all(const Failure& failure);
  /// What waits is not run, and says why; `asked` as above.
  void leave_unmade(const std::string& why, std::chrono::milliseconds asked = {});
  /// Nobody wants what waits: it is not run, and nothing is tried again.
  void forget_waiting();

  /// What was settled since it was last asked, for the ledger.
  std::vector<Arrival> take_settled();
  /// The outcomes that stand for trials which were not run, since it was last asked; not for the
  /// ledger.
  std::vector<Arrival> take_unmade() { return std::exchange(unmade_, {}); }

  std::size_t in_flight() const { return in_flight_; }
  std::size_t done() const { return done_; }
  std::size_t size() const { return trials_.size(); }
  std::size_t failures() const { return failures_; }
  double cost() const { return cost_; }
  /// Trials that were not run for a lack of time, money or patience, and why the last was not.
  const Unmade& unmade() const { return lacking_; }
  bool is_over() const { return done_ == trials_.size(); }
  /// Which run of its case comes next, and how much of the batch was begun by then: between lanes
  /// the lower goes first.
  std::pair<int, double> place() const;

 private:
  struct Course {
    int tries = 0, crashes = 0;
    Time begun{};
  };
  /// Of a trial whose call is made again, or is to be.
  struct Again {
    FailureKind why{};
    std::string text{};  ///< of the last try's failure
    Retries made{};
  };

  void settle(std::size_t position, Outcome outcome);
  void put_unmade(std::size_t position, const std::string& why, std::chrono::milliseconds asked);
  Retries take_retries(std::size_t position);
  void settle_hopeless();
  void give_up();
  std::size_t pop(std::deque<std::size_t>& positions);
  std::vector<std::size_t> take_waiting();
  bool quarantine(std::size_t position, const host::Answer& answer);
  bool will_retry(std::size_t position, const host::Answer& answer, Time now, const RetryRule& rule,
                  double random);

  const Manner manner_;
  const std::span<const Trial> trials_;
  std::deque<std::size_t> waiting_;             ///< positions of trials
  std::deque<std::size_t> suspects_;            ///< that were in flight when a worker died
  std::multimap<Time, std::size_t> paused_;     ///< until they are tried again
  std::vector<Course> courses_;                 ///< by position
  std::map<std::size_t, Again> again_;          ///< by position: few are
  std::map<std::string, int> silent_;           ///< by case: timeouts since its last other ending
  std::map<std::string, Failure> quarantined_;  ///< by case: why its other trials are not run
  std::vector<Arrival> settled_, unmade_;       ///< but not taken yet
  std::size_t in_flight_ = 0, done_ = 0, failures_ = 0, begun_ = 0;
  Unmade lacking_;
  bool is_unwanted_ = false;  ///< nobody wants what is not in flight
  double cost_ = 0;
};

}  // namespace tidemark::run
