#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "replay/run/scheduler.hpp"

namespace tidemark::run {

/// Makes the outcomes of one batch durable, as KeepAll does.
using Keep = std::function<void(std::span<const Outcome>)>;

/// What a run of one automation alone needs beside its trials.
struct Setting {
  host::WorkerSpec worker;
  std::chrono::milliseconds timeout{30'000};
  int concurrency = 1;
  std::size_t most_failures = unbounded;
  std::stop_token stop{};  ///< cancels what is in flight and ends the run
  Rules rules{};
};

/// Whether the outcome is of a case at which the worker died, run alone, too.
bool is_quarantined(const Outcome& outcome);

/// Runs every trial of one automation, alone, as Scheduler::run() does, and returns the outcomes in
/// the order of the trials.
std::vector<Outcome> run_trials(host::Host& host, const Setting& setting,
                                std::span<const Trial> trials, const Keep& keep,
                                const Progress& progress);

}  // namespace tidemark::run
