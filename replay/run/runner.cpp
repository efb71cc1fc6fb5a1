#include "replay/run/runner.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "core/base/error.hpp"
#include "core/json/json.hpp"

namespace tidemark::run {
namespace {

/// An answer that came in, and the position of the trial it belongs to.
struct Finished {
  std::size_t trial;
  host::Answer answer;
};

/// Hands answers from the host's thread to ours.
class Inbox {
 public:
  void put(Finished finished) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(finished));
    arrived_.notify_one();
  }
  /// Waits for at least one and takes whatever is there.
  std::deque<Finished> take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !waiting_.empty(); });
    return std::exchange(waiting_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Finished> waiting_;
};

Outcome outcome_of(const Trial& trial, const host::Answer& answer) {
  Outcome outcome{trial.case_id, trial.run, "", answer.failure, answer.took};
  if (outcome.failure) return outcome;
  try {
    outcome.output = json::canonical(json::parse(answer.output, "the output"));
  } catch (const Error& error) {
    outcome.failure = Failure{FailureKind::invalid_output, error.what()};
  }
  return outcome;
}

std::vector<Outcome> all_failed(std::span<const Trial> trials, const std::string& why) {
  std::vector<Outcome> outcomes;
  for (const Trial& trial : trials) {
    outcomes.push_back({trial.case_id, trial.run, "", Failure{FailureKind::load, why}, {}});
  }
  return outcomes;
}

std::vector<Outcome> not_run(std::span<const Trial> trials) {
  std::vector<Outcome> outcomes;
  for (const Trial& trial : trials) {
    outcomes.push_back({trial.case_id,
                        trial.run,
                        "",
                        Failure{FailureKind::cancelled, "not run: too many before it failed"},
                        {}});
  }
  return outcomes;
}

/// Starts the worker; nothing, and why, when it cannot be started but trying again may help.
std::shared_ptr<host::Worker> started(host::Host& host, const Setting& setting, std::string& why) {
  try {
    return host.open(setting.worker);
  } catch (const Error& error) {
    if (error.fault() != Fault::evaluation) throw;
    why = error.what();
    return nullptr;
  }
}

}  // namespace

std::vector<Outcome> run_trials(host::Host& host, const Setting& setting,
                                std::span<const Trial> trials, const Keep& keep,
                                const Progress& progress) {
  if (trials.empty()) return {};
  std::string why;
  const auto worker = started(host, setting, why);
  if (!worker) {
    auto outcomes = all_failed(trials, why);
    keep(outcomes);
    return outcomes;
  }
  // The host's thread may still answer after an exception here, so the inbox outlives this call.
  const auto inbox = std::make_shared<Inbox>();
  std::vector<Outcome> outcomes(trials.size());
  std::size_t submitted = 0, done = 0, failures = 0;
  std::size_t wanted = trials.size();
  while (done < wanted) {
    while (submitted < wanted && submitted - done < static_cast<std::size_t>(setting.concurrency)) {
      const std::size_t position = submitted++;
      worker->submit(trials[position].input, setting.timeout,
                     [inbox, position](host::Answer answer) {
                       inbox->put({position, std::move(answer)});
                     });
    }
    std::vector<Outcome> batch;
    for (const Finished& finished : inbox->take()) {
      batch.push_back(outcome_of(trials[finished.trial], finished.answer));
      outcomes[finished.trial] = batch.back();
      if (batch.back().failure) ++failures;
    }
    keep(batch);
    done += batch.size();
    if (failures > setting.most_failures) wanted = submitted;
    if (progress) progress(done, wanted);
  }
  const auto rest = not_run(trials.subspan(wanted));
  if (!rest.empty()) keep(rest);
  std::copy(rest.begin(), rest.end(), outcomes.begin() + static_cast<std::ptrdiff_t>(wanted));
  return outcomes;
}

}  // namespace tidemark::run
