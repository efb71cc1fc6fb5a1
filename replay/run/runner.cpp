#include "replay/run/runner.hpp"

#include "replay/run/outcome.hpp"

namespace tidemark::run {

/// A first crash is never an outcome: its trial is run again.
bool is_quarantined(const Outcome& outcome) { return is_crash(outcome.failure); }

std::vector<Outcome> run_trials(host::Host& host, const Setting& setting,
                                std::span<const Trial> trials, const Keep& keep,
                                const Progress& progress) {
  if (trials.empty()) return {};
  Scheduler scheduler(
      host, setting.rules,
      [&](std::span<Settled> settled) {
        for (const Settled& one : settled) {
          std::vector<Outcome> outcomes;
          for (const Arrival& arrival : one.arrivals) outcomes.push_back(arrival.outcome);
          keep(outcomes);
        }
      },
      setting.stop);
  Batch batch;
  batch.worker = setting.worker;
  batch.timeout = setting.timeout;
  batch.manner = {setting.concurrency, setting.most_failures, true};
  batch.trials = trials;
  batch.progress = progress;
  Running running = scheduler.run(batch);
  std::vector<Outcome> outcomes(trials.size());
  for (auto arrived = running.next(); !arrived.empty(); arrived = running.next()) {
    for (Arrival& one : arrived) outcomes[one.position] = std::move(one.outcome);
  }
  return outcomes;
}

}  // namespace tidemark::run
