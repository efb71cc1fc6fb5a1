#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "replay/run/batch.hpp"
#include "replay/run/retry.hpp"
#include "replay/run/throttle.hpp"

namespace tidemark::run {

/// How far a run may go.
struct Budget {
  Time ends = never;
  double cost = std::numeric_limits<double>::infinity();  ///< US dollars
};

/// What every batch of a run is subject to.
struct Rules {
  RetryRule retry;
  Budget budget;
  std::function<double()> random = [] { return 0.0; };  ///< in [0,1), for pauses
};

/// Decides which trial is sent to its runner when, among all batches of a run: every case once
/// before any twice, urgent automations first, all of them advancing together; as many at once as
/// runners and what they share can bear, as far as the budget goes. Knows no threads, no plugins
/// and no clock: whoever drives it says what time it is and what became of a trial.
class Engine {
 public:
  using Key = std::uint64_t;  ///< of a batch
  struct Call {
    Key batch = 0;
    std::size_t trial = 0;  ///< its position
    auto operator<=>(const Call&) const = default;
  };

  explicit Engine(Rules rules) : rules_(std::move(rules)) {}

  /// The trials must stay where they are until the batch is removed.
  Key add(const Batch& batch);
  void remove(Key batch);
  /// The next trial to be sent now. It is in flight until it ended.
  std::optional<Call> next(Time now);
  /// When to ask again though nothing ended; `now` is when it was asked last.
  Time wakes_at(Time now) const;
  /// Whatever a batch that is gone or ends had in flight is ignored.
  void ended(const Call& call, host::Answer answer, Time now);
  /// The call ended because the run was stopped.
  void dropped(const Call& call);

  Lane& lane(Key batch) { return *lanes_.at(batch).lane; }
  std::size_t in_flight() const { return in_flight_.size(); }
  bool has(Key batch) const { return lanes_.contains(batch); }
  /// Why nothing is sent any more; "" while something may be.
  const std::string& spent() const { return spent_; }
  /// Whether what is in flight has to end, too.
  bool is_late(Time now) const { return now >= rules_.budget.ends; }
  double cost() const { return cost_; }

 private:
  struct Member {
    std::unique_ptr<Lane> lane;
    std::vector<Throttle*> shares;
    bool urgent = false;
    bool may_retry = true;
    bool must_tell_cost = false;
  };
  struct Ticket {
    Throttle* throttle;
    std::uint64_t number;
  };

  Throttle* throttle(const Share& share);
  void see_budget(Time now);
  void count_cost(const Call& call, const host::Answer& answer);
  double expected_cost() const;
  std::chrono::milliseconds wait_beyond_patience(const host::Answer& answer) const;
  void release(const Call& call, const host::Answer* answer, Time now);

  Rules rules_;
  Key last_ = 0;
  std::map<Key, Member> lanes_;
  std::map<std::string, Throttle> throttles_;
  std::map<Call, std::vector<Ticket>> in_flight_;
  std::string spent_;
  double cost_ = 0;
  std::size_t priced_ = 0;  ///< answers that told their cost
};

}  // namespace tidemark::run
