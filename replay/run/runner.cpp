#include "replay/run/runner.hpp"

#include <deque>
#include <memory>
#include <numeric>
#include <set>
#include <string>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "replay/run/inbox.hpp"

namespace tidemark::run {
namespace {

Outcome outcome_of(const Trial& trial, host::Answer answer) {
  Outcome outcome{trial.case_id,          trial.run, "", std::move(answer.failure), answer.took,
                  std::move(answer.facts)};
  if (outcome.failure) return outcome;
  try {
    outcome.output = json::canonical(json::parse(answer.output, "the output"));
  } catch (const Error& error) {
    outcome.failure = Failure{FailureKind::invalid_output, error.what()};
  }
  return outcome;
}

Outcome failed(const Trial& trial, FailureKind kind, const std::string& why) {
  return {trial.case_id, trial.run, "", Failure{kind, why}, {}};
}

/// The worker's death, which takes with it whatever else was in flight.
bool is_crash(const std::optional<Failure>& failure) {
  return failure &&
         (failure->kind == FailureKind::plugin_crash || failure->kind == FailureKind::resource);
}

/// What ran so far ran as pinned, and nothing else may.
void refuse_other_plugin(const host::Answer& answer) {
  if (answer.failure && answer.failure->kind == FailureKind::refused) {
    throw Error(Fault::security, answer.failure->text);
  }
}

/// The trials of one call of run_trials() on their way from waiting to kept.
class Run {
 public:
  Run(host::Worker& worker, const Setting& setting, std::span<const Trial> trials, const Keep& keep,
      const Progress& progress)
      : worker_(worker),
        setting_(setting),
        trials_(trials),
        keep_(keep),
        progress_(progress),
        waiting_(trials.size()),
        crashes_(trials.size()),
        outcomes_(trials.size()) {
    std::iota(waiting_.begin(), waiting_.end(), std::size_t{0});
  }

  std::vector<Outcome> make() {
    const std::stop_callback wake(setting_.stop, [inbox = inbox_] { inbox->wake(); });
    while (done_ != trials_.size()) {
      submit_what_may_run();
      if (in_flight_ != 0) {
        collect();
      } else if (settled_.empty()) {
        throw Stopped();
      }
      if (!settled_.empty()) keep_settled();
    }
    return std::move(outcomes_);
  }

 private:
  bool is_stopped() const { return setting_.stop.stop_requested(); }

  void submit_what_may_run() {
    if (is_stopped()) return worker_.cancel_all();
    if (failures_ > setting_.most_failures) return give_up();
    // Alone, so that a trial that kills the worker again takes no other with it.
    if (!suspects_.empty()) {
      if (in_flight_ == 0) submit(next_of(suspects_));
      return;
    }
    while (!waiting_.empty() && in_flight_ < static_cast<std::size_t>(setting_.concurrency)) {
      const std::size_t position = next_of(waiting_);
      if (quarantined_.contains(trials_[position].case_id)) {
        settle(position, failed(trials_[position], FailureKind::plugin_crash,
                                "not run: its case killed the worker twice"));
      } else {
        submit(position);
      }
    }
  }

  static std::size_t next_of(std::deque<std::size_t>& positions) {
    const std::size_t position = positions.front();
    positions.pop_front();
    return position;
  }

  void submit(std::size_t position) {
    ++in_flight_;
    worker_.submit(trials_[position].input, setting_.timeout,
                   [inbox = inbox_, position](host::Answer answer) {
                     inbox->put({position, std::move(answer)});
                   });
  }

  void give_up() {
    for (std::deque<std::size_t>* positions : {&suspects_, &waiting_}) {
      while (!positions->empty()) {
        const std::size_t position = next_of(*positions);
        settle(position, failed(trials_[position], FailureKind::cancelled,
                                "not run: too many before it failed"));
      }
    }
  }

  void collect() {
    for (Finished& finished : inbox_->take()) {
      --in_flight_;
      // What ended because the run ends, nobody learned anything from.
      if (is_stopped() && finished.answer.failure) continue;
      refuse_other_plugin(finished.answer);
      if (is_crash(finished.answer.failure) && ++crashes_[finished.trial] == 1) {
        suspects_.push_back(finished.trial);
        continue;
      }
      if (is_crash(finished.answer.failure)) quarantined_.insert(trials_[finished.trial].case_id);
      settle(finished.trial, outcome_of(trials_[finished.trial], std::move(finished.answer)));
    }
  }

  void settle(std::size_t position, Outcome outcome) {
    if (outcome.failure) ++failures_;
    outcomes_[position] = outcome;
    settled_.push_back(std::move(outcome));
  }

  void keep_settled() {
    keep_(settled_);
    done_ += settled_.size();
    settled_.clear();
    if (progress_) progress_(done_, trials_.size());
  }

  host::Worker& worker_;
  const Setting& setting_;
  const std::span<const Trial> trials_;
  const Keep& keep_;
  const Progress& progress_;
  /// The host's thread may still answer after an exception here, so it outlives this object.
  const std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  std::deque<std::size_t> waiting_;   ///< positions of trials
  std::deque<std::size_t> suspects_;  ///< that were in flight when a worker died
  std::vector<int> crashes_;          ///< by position
  std::set<std::string> quarantined_;
  std::vector<Outcome> outcomes_;
  std::vector<Outcome> settled_;  ///< but not kept yet
  std::size_t in_flight_ = 0, done_ = 0, failures_ = 0;
};

std::vector<Outcome> all_failed(std::span<const Trial> trials, const std::string& why) {
  std::vector<Outcome> outcomes;
  for (const Trial& trial : trials) outcomes.push_back(failed(trial, FailureKind::load, why));
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

/// A first crash is never an outcome: its trial is run again.
bool is_quarantined(const Outcome& outcome) { return is_crash(outcome.failure); }

std::vector<Outcome> run_trials(host::Host& host, const Setting& setting,
                                std::span<const Trial> trials, const Keep& keep,
                                const Progress& progress) {
  if (trials.empty()) return {};
  std::string why;
  const auto worker = started(host, setting, why);
  if (worker) return Run(*worker, setting, trials, keep, progress).make();
  if (setting.stop.stop_requested()) throw Stopped();
  auto outcomes = all_failed(trials, why);
  keep(outcomes);
  return outcomes;
}

}  // namespace tidemark::run
