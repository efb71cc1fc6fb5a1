#include "replay/pipeline/session.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <random>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "core/text/counted.hpp"
#include "replay/pipeline/plugin_comparator.hpp"
#include "replay/plan/plan.hpp"

namespace tidemark::pipeline {
namespace {

/// Automations that have trials to be made; each of them has a worker.
constexpr std::size_t most_at_once = 64;

/// Other pauses in every process, or the processes would come back together.
std::function<double()> jitter() {
  return [numbers = std::mt19937_64(std::random_device{}())]() mutable {
    return static_cast<double>(numbers() >> 11U) * 0x1p-53;
  };
}

/// Whether every output of the runner comes with its cost.
bool is_priced(const RunnerSpec& runner) {
  return runner.plugin == "chat" && json::parse(runner.config, "runner").find("price") != nullptr;
}

/// With --fresh it would begin anew.
std::string same_command(const ledger::BeginOptions& begin) {
  return std::string("the same command") + (begin.fresh ? " without --fresh" : "");
}

}  // namespace

std::string to_string(const Remainder& remainder) {
  const auto some = [&](std::size_t count) {
    return text::counted_of(count, remainder.planned, "trial", "trials");
  };
  std::vector<std::string> sentences;
  if (remainder.unmade != 0) {
    sentences.push_back(fmt::format("{} {} not run: {}", some(remainder.unmade),
                                    text::agreeing(remainder.unmade, "was", "were"),
                                    remainder.why));
  }
  if (remainder.unserved != 0) {
    sentences.push_back(some(remainder.unserved) + " found no service");
  }
  return fmt::to_string(fmt::join(sentences, "; "));
}

void deliver(Parts& parts, std::int64_t run, const Remainder& remainder) {
  if (parts.stop.stop_requested()) throw run::Stopped();
  if (remainder.is_nothing()) return parts.ledger.deliver(run);
  if (remainder.unserved != 0) parts.ledger.leave_open(static_cast<int>(Fault::evaluation));
  if (parts.note) parts.note(to_string(remainder) + "; " + way_on(parts.begin));
}

std::string way_on(const ledger::BeginOptions& begin) {
  return same_command(begin) + " goes on from there";
}

Session::Session(Parts& parts, std::filesystem::path folder, const ledger::RunStart& start,
                 const PluginCopies& copies)
    : parts_(parts),
      shelf_{parts.built_in, std::move(folder), copies},
      begun_(parts.ledger.begin(start, parts.begin)),
      earlier_(parts.ledger, writing_, !parts.begin.fresh) {
  for (ledger::TrialRecord& trial : begun_.kept) {
    const Outcome& outcome = trial.outcome;
    const Cell cell{trial.automation, trial.arm, outcome.case_id, outcome.run};
    kept_.emplace(cell, std::move(trial.outcome));
  }
  if (parts_.note) tell_how_it_began();
}

void Session::tell_how_it_began() const {
  if (!kept_.empty()) {
    parts_.note(fmt::format("goes on with run {}, which was cut off after {}", begun_.run,
                            text::counted(kept_.size(), "trial", "trials")));
  }
  if (const auto& other = begun_.interrupted) {
    parts_.note(fmt::format(
        "run {} was cut off after {} and is not gone on with: it differs in {}", other->run,
        text::counted(static_cast<std::size_t>(other->trials), "trial", "trials"),
        fmt::join(other->differs, ", ")));
  }
}

compare::Make Session::comparators(const Judge& judge) {
  return comparators_of(parts_.host, shelf_, judge);
}

void Session::check_budget(const Judge& judge) {
  if (!has_cost_budget() || is_priced(judge.replay.runner)) return;
  const std::string id = to_string(judge.automation);
  if (judge.replay.runner.plugin == "chat") {
    throw Error(Fault::configuration,
                id + ": no price is known for its model, so --max-cost could not be kept (give its "
                     "runner price: {input: USD, output: USD} for a million tokens)");
  }
  if (!unpriced_.insert(judge.automation).second || !parts_.note) return;
  parts_.note(id + ": plugin " + judge.replay.runner.plugin +
              " need not tell what its calls cost, and --max-cost counts only what is told "
              "(--max-time bounds them all)");
}

void Session::describe(const Judge& judge, const std::string& plugin) const {
  parts_.host.describe({shelf_.find(judge, plugin), "{}", {}, shelf_.folder});
}

void Session::run(const Judge& judge, std::span<const Trial> trials, std::size_t most_failures,
                  const Take& take) {
  ServiceTally& tally =
      tallies_.try_emplace(judge.automation, ServiceTally{0, 0, judge.servers}).first->second;
  std::exception_ptr failure;
  // Whatever is made counts, even when nobody can do anything with it.
  const Take counted = [&](std::size_t position, Outcome outcome) {
    remainder_.planned = ++planned_;
    count(outcome, tally);
    // One that was not run for what became of others, or of the budget, tells nothing more.
    if (outcome.failure && outcome.failure->kind != FailureKind::cancelled) {
      ++(is_of_the_service(outcome.failure->kind) ? unserved_ : failed_);
    }
    if (failure) return false;
    try {
      return take(position, std::move(outcome));
    } catch (...) {
      failure = std::current_exception();
      return false;
    }
  };
  make_missing(judge, trials, most_failures, counted);
  if (failure) std::rethrow_exception(failure);
}

void Session::make_missing(const Judge& judge, std::span<const Trial> trials,
                           std::size_t most_failures, const Take& take) {
  bool wanted = true;
  const Take hand = [&](std::size_t position, Outcome outcome) {
    wanted = take(position, std::move(outcome)) && wanted;
    return wanted;
  };
  Positions missing;
  std::size_t failures = 0;
  const Outcome* told = nullptr;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const auto found = kept_.find({judge.automation, judge.arm, trials[i].case_id, trials[i].run});
    if (found == kept_.end()) {
      missing.push_back(i);
      continue;
    }
    if (found->second.failure) ++failures;
    if (!found->second.failure && found->second.made_in == 0) told = &found->second;
    if (!hand(i, found->second)) return;
  }
  missing = take_earlier(judge, trials, std::move(missing), told, hand);
  if (!wanted) return;
  if (missing.size() == trials.size()) return make(judge, trials, most_failures, hand);
  make(judge, plan::chosen(trials, missing), most_failures - std::min(most_failures, failures),
       [&](std::size_t i, Outcome outcome) { return hand(missing[i], std::move(outcome)); });
}

run::Scheduler& Session::scheduler() {
  if (!scheduler_) {
    scheduler_ = std::make_unique<run::Scheduler>(
        parts_.host, run::Rules{{}, parts_.budget, jitter()},
        [this](std::span<run::Settled> settled) { keep(settled); }, parts_.stop);
  }
  return *scheduler_;
}

void Session::keep(std::span<run::Settled> settled) {
  std::vector<ledger::TrialRecord> records;
  for (run::Settled& one : settled) {
    for (run::Arrival& arrival : one.arrivals) {
      records.push_back({one.batch.automation, one.batch.arm, std::move(arrival.outcome)});
    }
  }
  const std::lock_guard lock(writing_);
  parts_.ledger.add(begun_.run, records);
  earlier_.consider_log();
  auto record = records.begin();
  for (run::Settled& one : settled) {
    for (run::Arrival& arrival : one.arrivals) arrival.outcome = std::move((record++)->outcome);
  }
}

void Session::expect(const Judge& judge) {
  if (!earlier_.are_none() || !kept_.empty()) return;
  try {
    // A pinned plugin is looked at before it is run.
    const host::WorkerSpec spec = shelf_.runner_of(judge);
    if (spec.plugin.built_in) early_.begin(parts_.host, spec);
  } catch (const Error&) {
    // It is told when the trials are made.
  }
}

void Session::together(std::size_t count, const std::function<void(std::size_t)>& work) {
  const auto is_stop = [](const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const run::Stopped&) {
      return true;
    } catch (...) {
      return false;
    }
  };
  turns_.all(
      count, most_at_once, work, [this] { scheduler().abort(); }, is_stop);
}

run::Batch Session::batch_of(const Judge& judge, std::span<const Trial> trials,
                             std::size_t most_failures) const {
  const RunnerSpec& runner = judge.replay.runner;
  run::Batch batch;
  batch.automation = judge.automation;
  batch.arm = judge.arm;
  batch.worker = shelf_.runner_of(judge);
  batch.timeout = runner.timeout;
  batch.manner = {runner.concurrency, most_failures, runner.idempotent, is_priced(runner)};
  batch.shares = judge.shares;
  batch.urgent = judge.urgent;
  batch.trials = trials;
  batch.progress = [this, &judge](const run::Standing& standing) {
    if (parts_.progress) parts_.progress(judge.automation, standing);
  };
  return batch;
}

/// What is in flight ends before anything else happens, or the batch would outlive its trials.
void Session::hand_on(run::Running& running, const Take& take) {
  bool wanted = true;
  const auto next = [&] { return turns_.aside([&] { return running.next(); }); };
  for (auto arrived = next(); !arrived.empty(); arrived = next()) {
    for (run::Arrival& one : arrived) {
      const bool more = take(one.position, std::move(one.outcome));
      if (wanted && !more) running.forget_waiting();
      wanted = wanted && more;
    }
  }
}

void Session::make(const Judge& judge, std::span<const Trial> trials, std::size_t most_failures,
                   const Take& take) {
  if (trials.empty()) return;
  check_budget(judge);
  const run::Batch batch = batch_of(judge, trials, most_failures);
  run::Scheduler& all = scheduler();
  auto worker = early_.take(batch.worker);
  run::Running running = turns_.aside([&] { return all.run(batch, std::move(worker)); });
  hand_on(running, take);
  if (running.unmade().trials != 0) {
    remainder_.unmade += running.unmade().trials;
    remainder_.why = running.unmade().why;
    auto& asked = unfinished_[judge.automation];
    asked = std::max(asked, running.unmade().asked);
    // One that nobody answered before long found no service, though it was not called.
    if (running.unmade().asked.count() != 0) {
      tallies_.at(judge.automation).unserved += running.unmade().trials;
    }
  }
}

std::optional<ledger::Evidence> Session::evidence(const Judge& judge, const std::string& key) {
  return earlier_.ask([&](const ledger::Past& past) {
    return past.evidence(key, judge.automation, judge.arm, begun_.run);
  });
}

void Session::leave_evidence(const Judge& judge, const std::string& key, VerdictKind verdict) {
  if (is_unfinished(judge.automation)) return;
  evidence_.push_back({key, judge.automation, judge.arm, verdict});
}

std::string Session::way_on() const {
  return "run " + same_command(parts_.begin) + " again: it goes on from there";
}

std::chrono::milliseconds Session::asked_to_wait(const EntityId& automation) const {
  const auto found = unfinished_.find(automation);
  return found == unfinished_.end() ? std::chrono::milliseconds(0) : found->second;
}

void Session::need_all(const EntityId& automation) const {
  if (is_unfinished(automation)) throw run::OutOfBudget(to_string(remainder_));
}

void Session::finish(int exit_code, const std::string& report,
                     const std::vector<Verdict>& verdicts) {
  if (parts_.stop.stop_requested()) throw run::Stopped();
  const std::size_t made_now = planned_ - remainder_.unmade;
  if (exit_code == static_cast<int>(Fault::evaluation) && failed_ == 0) {
    remainder_.unserved = unserved_;
  }
  parts_.ledger.finish(begun_.run, {made_now, exit_code, report, verdicts, evidence_});
  const ledger::Testimony said = ledger::testimony(parts_.ledger.path(), begun_.run);
  std::vector<VerdictKind> made, stored = said.verdicts;
  for (const Verdict& verdict : verdicts) made.push_back(verdict.kind);
  std::sort(made.begin(), made.end());
  std::sort(stored.begin(), stored.end());
  // Before a death a run may have planned what it has no need of any more.
  const bool complete = kept_.empty() ? said.trials == made_now : said.trials >= made_now;
  if (said.exit_code != exit_code || said.report != report || said.planned != made_now ||
      !complete || made != stored) {
    throw Error(Fault::internal, "the ledger does not hold what run " + std::to_string(begun_.run) +
                                     " did: no verdict is given on it");
  }
}

}  // namespace tidemark::pipeline
