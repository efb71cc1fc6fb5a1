#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/host/event_loop.hpp"
#include "core/host/facts.hpp"
#include "core/model/trial.hpp"

namespace tidemark::host {

/// How one call ended, be it a run or a comparison.
struct Ending {
  std::string text;  ///< output or explanation
  double score = 0;
  std::optional<Failure> failure;
  std::string log;
  std::chrono::microseconds took{};
  Facts facts{};
};

/// The calls in flight of one worker and their deadlines. Each ends exactly once. At its deadline a
/// call is asked to end; it is over when that is answered, or when the grace has passed too. Only
/// for what the loop runs.
class Calls {
 public:
  struct Events {
    /// The plugin must be asked to end the call.
    std::function<void(std::uint64_t call)> ask;
    /// A call that was asked has not ended within the grace.
    std::function<void()> stubborn;
  };
  enum class Role { run, comparison };

  Calls(EventLoop& loop, std::chrono::milliseconds grace, Events events);

  /// A new call's number, never used before.
  std::uint64_t begin(Role role, std::chrono::milliseconds timeout,
                      std::function<void(Ending)> done);
  /// Whether `call` is in flight and has that role.
  bool expects(std::uint64_t call, Role role) const;
  /// Keeps what a call in flight has to tell until it ends. False when it has told before.
  bool note(std::uint64_t call, Told told);
  /// Ends a call in flight. One that was asked to end fails for the reason it was asked; else one
  /// that told why it fails, fails for that.
  void end(std::uint64_t call, Ending ending);
  void end_all(const Failure& failure, const std::string& log);
  void cancel_all();
  std::size_t size() const { return calls_.size(); }
  void clear_timer() { timer_.clear(); }

 private:
  struct Call {
    Role role{};
    std::chrono::milliseconds timeout{};
    Clock::time_point begun;
    Clock::time_point deadline;
    std::function<void(Ending)> done;
    std::optional<FailureKind> asked;  ///< why it must end
    std::optional<Told> told;
  };
  using Entry = std::map<std::uint64_t, Call>::value_type;

  void move_deadline(Entry& entry, Clock::time_point deadline);
  void ask(Entry& entry, FailureKind why);
  void arm();
  void see_deadlines();

  const std::chrono::milliseconds grace_;
  const Events events_;
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, Call> calls_;
  std::set<std::pair<Clock::time_point, std::uint64_t>> deadlines_;
  Clock::time_point armed_ = Clock::time_point::max();
  Timer timer_;
};

}  // namespace tidemark::host
