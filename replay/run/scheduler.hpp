#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <stop_token>

#include "core/host/host.hpp"
#include "replay/run/engine.hpp"

namespace tidemark::run {

/// Thrown when a run ends because it was asked to. Trials that had ended by then are kept.
struct Stopped : std::exception {
  const char* what() const noexcept override { return "the run was stopped"; }
};

/// Thrown by whoever can do nothing with a part of the trials. All that were made are kept.
struct OutOfBudget : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Outcomes of a batch that are to be made durable.
struct Settled {
  const Batch& batch;
  std::vector<Arrival> arrivals;
};

/// Makes outcomes durable, and leaves them as they are when it returns. A trial counts, and its
/// slot is free again, only then; so a kill repeats at most the trials in flight. Called on the
/// scheduler's thread.
using KeepAll = std::function<void(std::span<Settled>)>;

/// How long an outcome may wait until somebody hears of it.
inline constexpr std::chrono::milliseconds longest_hand_on{5};

/// A batch on its way, for the one that has it run.
class Running {
 public:
  struct State;
  explicit Running(std::shared_ptr<State> state) : state_(std::move(state)) {}

  /// Waits for outcomes, which are durable by then, and for what comes within `longest_hand_on`
  /// after the first, and returns those that nobody took yet, in the order in which they came; none
  /// when the batch is over. Throws Stopped, Error when the plugin
  /// is refused (configuration, security), and whatever `keep` throws.
  std::vector<Arrival> next();
  /// The trials that are not in flight are not wanted any more: no outcome of theirs comes.
  void forget_waiting();
  /// When the batch is over.
  const Unmade& unmade() const;

 private:
  std::shared_ptr<State> state_;
};

/// Runs the batches of all automations of a run side by side, on a thread of its own.
class Scheduler {
 public:
  Scheduler(host::Host& host, Rules rules, KeepAll keep, std::stop_token stop);
  /// Ends whatever still runs.
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  /// Runs every trial of the batch, which must stay until it is over, through a worker of its own:
  /// `worker` if there is one, or it waits for one to start. Throws as Running::next(). A trial
  /// that gives no output is an outcome with a failure; a plugin that cannot be started fails them
  /// all. Trials that were in flight when a worker died are run again, each alone; the case of one
  /// at which it dies then, too, is quarantined: its other trials are not run, and no more are
  /// those of a case that twice in a row gave no answer in time. What may pass is tried again after
  /// a while. [any thread]
  Running run(const Batch& batch, std::shared_ptr<host::Worker> worker = nullptr);
  /// Every batch ends as soon as it can, by Stopped, and so do those to come. [any thread]
  void abort();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::run
