#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/host/host.hpp"
#include "core/model/inventory.hpp"
#include "core/model/trial.hpp"

namespace tidemark::run {

/// Makes outcomes durable. A trial counts, and its slot is free again, only when this returned; so
/// a kill repeats at most the trials in flight.
using Keep = std::function<void(std::span<const Outcome>)>;

/// Hears how far a run is: trials done, of how many.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// Thrown when a run ends because it was asked to. Trials that had ended by then are kept.
struct Stopped : std::exception {
  const char* what() const noexcept override { return "the run was stopped"; }
};

/// What a run needs beside its trials.
struct Setting {
  host::WorkerSpec worker;
  std::chrono::milliseconds timeout{30'000};
  int concurrency = 1;  ///< trials in flight at most
  /// After more failures than this the other trials are not run: they could not change what is
  /// said.
  std::size_t most_failures = static_cast<std::size_t>(-1);
  std::stop_token stop{};  ///< cancels what is in flight and ends the run
};

/// Whether the outcome is of a quarantined case: run alone, it killed the worker again.
bool is_quarantined(const Outcome& outcome);

/// Runs every trial through a worker of its own and returns the outcomes in the order of the
/// trials. A trial that gives no output is an outcome with a failure; a plugin that cannot be
/// started fails them all. Trials that were in flight when a worker died are run again, each alone;
/// the case of one at which it dies then, too, is quarantined: its other trials are not run. Throws
/// Stopped, Error when the plugin is refused (configuration, security), and whatever `keep` throws.
std::vector<Outcome> run_trials(host::Host& host, const Setting& setting,
                                std::span<const Trial> trials, const Keep& keep,
                                const Progress& progress);

}  // namespace tidemark::run
