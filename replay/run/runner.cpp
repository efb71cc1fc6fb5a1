#include "replay/run/runner.hpp"

#include "replay/run/outcome.hpp"

namespace tidemark::run {

/// A first crash is never an outcome: its trial is run again.
bool is_quarantined(const Outcome& outcome) { return is_crash(outcome.failure); }

std::vector<Outcome> run_trials(host::Host& host, const Setting& setting,
                                std::span<const Trial> trials, const Keep& keep,
                                const Progress& progress) {
  Scheduler scheduler(
      host, setting.rules,
      [&](std::span<Settled> settled) {
        for (const Settled& one : settled) keep(one.outcomes);
      },
      setting.stop);
  Batch batch;
  batch.worker = setting.worker;
  batch.timeout = setting.timeout;
  batch.manner = {setting.concurrency, setting.most_failures, true};
  batch.trials = trials;
  batch.progress = progress;
  return scheduler.run(batch).outcomes;
}

}  // namespace tidemark::run
