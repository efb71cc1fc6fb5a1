#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/error.hpp"
#include "core/host/host.hpp"
#include "core/host/plugin_file.hpp"
#include "core/ledger/ledger.hpp"
#include "core/model/trial.hpp"
#include "replay/compare/scoring.hpp"
#include "replay/pipeline/earlier_outputs.hpp"
#include "replay/pipeline/earlier_runs.hpp"
#include "replay/pipeline/early_worker.hpp"
#include "replay/pipeline/judge_of.hpp"
#include "replay/pipeline/outage.hpp"
#include "replay/pipeline/plugin_shelf.hpp"
#include "replay/pipeline/turns.hpp"
#include "replay/run/scheduler.hpp"

namespace tidemark::pipeline {

/// Hears how far the trials of an automation's look are. Called on one thread.
using Progress = std::function<void(const EntityId& automation, const run::Standing&)>;

/// Hears what is worth knowing while a run goes on, in sentences.
using Note = std::function<void(const std::string& sentence)>;

/// The real parts that a run is made with, built in main() and passed down.
struct Parts {
  host::Host& host;
  ledger::Ledger& ledger;
  std::vector<host::PluginFile> built_in;
  std::string tool;        ///< tidemark's version
  Progress progress{};     ///< may be empty
  Note note{};             ///< may be empty
  std::stop_token stop{};  ///< ends a run early; what was done by then is kept
  ledger::BeginOptions begin{};
  run::Budget budget{};
  bool full = false;  ///< runs all trials even when fewer settle a verdict
};

/// What of a run was not made, since its budget was spent before or nobody served it.
struct Remainder {
  std::size_t unmade = 0;   ///< trials
  std::size_t planned = 0;  ///< so far as it came
  std::string why;          ///< they were not made
  /// Trials without an output, when all of them lack it for want of service and no verdict could be
  /// given.
  std::size_t unserved = 0;

  bool is_nothing() const { return unmade == 0 && unserved == 0; }
};
/// `12 of 60 trials were not run: the time budget is spent`, `3 of 60 trials found no service`.
std::string to_string(const Remainder& remainder);
/// Says what goes on with a run that was begun so.
std::string way_on(const ledger::BeginOptions& begin);

/// Ends a command when nobody served some of its trials: what was made is kept, and the same
/// command makes the others.
struct Unserved : Error {
  using Error::Error;
};

/// What a run came to, and the run: it is over when deliver() is told that the result has reached
/// whoever asked.
template <typename Result>
struct RunResult {
  Result result;
  std::int64_t run = 0;
  Remainder remainder{};
};

/// Ends a finished run for good: whoever asked has what it had to say. One with a remainder stays
/// to be gone on with, and that is said. Throws run::Stopped when the run was to stop before that;
/// then it is still there, too.
void deliver(Parts& parts, std::int64_t run, const Remainder& remainder);

/// Is handed a trial's outcome, by its position among the trials, once it is in the ledger. Tells
/// whether more are wanted.
using Take = std::function<bool(std::size_t position, Outcome outcome)>;

/// One run: makes trials and keeps each of them in the ledger under its number. Where a run of the
/// same parts was cut off it goes on with that one, and a trial made then is not made again.
class Session {
 public:
  /// The files that `copies` names must outlive it.
  Session(Parts& parts, std::filesystem::path folder, const ledger::RunStart& start,
          const PluginCopies& copies = {});

  const PluginShelf& plugins() const { return shelf_; }
  /// Makes the judge's comparators: built-in ones here, others in workers of their own.
  compare::Make comparators(const Judge& judge);

  /// Throws Error(configuration) when a budget of cost cannot bound the judge's trials, though its
  /// runner could tell their cost; says so, once, when the runner need not tell any.
  void check_budget(const Judge& judge);
  bool has_cost_budget() const { return !std::isinf(parts_.budget.cost); }

  /// Loads a plugin that the judge names, only to see that it can be. Throws as host::describe().
  void describe(const Judge& judge, const std::string& plugin) const;

  /// Starts the judge's runner while others are busy, since trials of it will soon be made: where
  /// nothing that was made before can be taken instead, and for one judge at a time. What is wrong
  /// with it is seen when they are made.
  void expect(const Judge& judge);

  /// Calls `work` for each of 0 .. count-1: they share all but the time that their trials take.
  /// What ends one of them by an exception ends all.
  void together(std::size_t count, const std::function<void(std::size_t)>& work);

  /// Makes the trials in the workspace's folder and hands on what came of each, as it comes. After
  /// more than `most_failures` the rest is not run and fails; when no more are wanted, the rest is
  /// not run at all.
  void run(const Judge& judge, std::span<const Trial> trials, std::size_t most_failures,
           const Take& take);
  /// Whether all trials are run even when fewer settle a verdict.
  bool runs_all() const { return parts_.full; }

  /// Another judge may look at the automation's outcomes.
  void remember(const EntityId& automation) { remembered_.insert(automation); }
  bool remembers(const EntityId& automation) const { return remembered_.contains(automation); }

  /// What an earlier finished run knows of a judge whose state has this key.
  std::optional<ledger::Evidence> evidence(const Judge& judge, const std::string& key);
  /// Lets later runs rest on this one's trials of a judge.
  void leave_evidence(const Judge& judge, const std::string& key, VerdictKind verdict);

  /// What was not run up to now.
  const Remainder& remainder() const { return remainder_; }
  /// How the trials of each automation fared up to now.
  const ServiceTallies& tallies() const { return tallies_; }
  /// Whether some of the automation's trials were not run.
  bool is_unfinished(const EntityId& automation) const { return unfinished_.contains(automation); }
  /// What to do so that a run goes on of which something was not run, as a clause.
  std::string way_on() const;
  /// How long a service asked to wait for that some were not run for; 0 where none did.
  std::chrono::milliseconds asked_to_wait(const EntityId& automation) const;
  /// Throws run::OutOfBudget when some of the automation's trials were not run.
  void need_all(const EntityId& automation) const;

  /// Stores the end of the run and reads it back through another connection. Throws Error(internal)
  /// when what is stored is not what was done, run::Stopped when the run is to stop.
  void finish(int exit_code, const std::string& report, const std::vector<Verdict>& verdicts);

  std::int64_t number() const { return begun_.run; }
  /// When the run was first begun, as utc_text().
  const std::string& started_at() const { return begun_.started_at; }
  const std::string& tool() const { return parts_.tool; }

 private:
  /// Automation, arm, case and run: what a trial is counted once for.
  using Cell = std::tuple<EntityId, std::string, std::string, int>;
  using Positions = std::vector<std::size_t>;  // of trials

  void tell_how_it_began() const;
  run::Scheduler& scheduler();
  void keep(std::span<run::Settled> settled);
  run::Batch batch_of(const Judge& judge, std::span<const Trial> trials,
                      std::size_t most_failures) const;
  void make_missing(const Judge& judge, std::span<const Trial> trials, std::size_t most_failures,
                    const Take& take);
  Positions take_earlier(const Judge& judge, std::span<const Trial> trials, Positions missing,
                         const Outcome* told, const Take& take);
  std::optional<Takable>& takable_for(const Judge& judge);
  Positions ask_who_answers(const Judge& judge, std::span<const Trial> trials, Positions found,
                            const Outcome* told, const Take& take);
  bool hand_on_taken(const Judge& judge, std::span<const Trial> trials, const Positions& found,
                     const Take& take);
  void make(const Judge& judge, std::span<const Trial> trials, std::size_t most_failures,
            const Take& take);
  void hand_on(run::Running& running, const Take& take);

  Parts& parts_;
  PluginShelf shelf_;
  ledger::Begun begun_;
  std::mutex writing_;  ///< the scheduler keeps trials on a thread of its own
  EarlierRuns earlier_;
  std::map<Cell, Outcome> kept_;  ///< of before the run was cut off
  std::map<std::pair<EntityId, std::string>, std::optional<Takable>> takable_;  ///< by arm
  std::vector<ledger::EvidenceRecord> evidence_;
  std::size_t planned_ = 0;
  std::size_t unserved_ = 0, failed_ = 0;  ///< trials, for want of service and otherwise
  Remainder remainder_;
  /// Automations some of whose trials were not run, with the wait that a service asked for.
  std::map<EntityId, std::chrono::milliseconds> unfinished_;
  std::set<EntityId> remembered_, unpriced_;  ///< automations
  ServiceTallies tallies_;
  Turns turns_;
  EarlyWorker early_;
  std::unique_ptr<run::Scheduler> scheduler_;  ///< from the first trial on
};

}  // namespace tidemark::pipeline
