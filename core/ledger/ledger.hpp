#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/model/entity_id.hpp"
#include "core/model/trial.hpp"
#include "core/model/verdict.hpp"

namespace tidemark::ledger {

/// What two runs must have in common to be one and the same: a name and a SHA-256 for everything
/// that decides what is run and how it is judged. Sorted by name.
using RunParts = std::vector<std::pair<std::string, std::string>>;

/// What a run is before its first trial.
struct RunStart {
  std::string command;  ///< gate, replay, record or accept
  std::string base;     ///< commit id; "" when the run has no base
  std::string head;     ///< commit id; "" outside git
  bool dirty = false;   ///< the working tree differed from `head`
  std::string tool;     ///< tidemark's version
  RunParts parts;       ///< empty: a run that nothing goes on from
};

/// A run that was cut off goes on as long after its begin: what a model behind an alias answered
/// longer ago is not mixed with what it answers now.
inline constexpr std::chrono::hours goes_on_within{24};

/// How a run is begun.
struct BeginOptions {
  std::chrono::milliseconds patience{0};  ///< for another process with the same run
  bool fresh = false;                     ///< begin anew even where a run could be gone on with
};

/// One trial as it is kept. `arm` says what for: the judge of the "base" or the "head", or
/// "record".
struct TrialRecord {
  EntityId automation;
  std::string arm;
  Outcome outcome;
};

/// A run that a death cut off and that cannot be gone on with.
struct Interruption {
  std::int64_t run = 0;
  std::size_t trials = 0;
  std::vector<std::string> differs;  ///< names of parts
};

/// A run that may make trials now. It stays this process' own until the ledger goes or begins
/// another.
struct Begun {
  std::int64_t run = 0;
  std::string started_at;
  std::vector<TrialRecord> kept;  ///< trials that were made before a death
  std::optional<Interruption> interrupted;
};

/// Says that a run's trials of one automation are all that its judge, whose state has this key,
/// needs to reach the verdict.
struct EvidenceRecord {
  std::string key;
  EntityId automation;
  std::string arm;
  VerdictKind verdict{};
};

/// Says that what a run's runner of an automation answers follows from the state with this key.
struct OutputsRecord {
  std::string key;
  EntityId automation;
  std::string arm;
};

/// What a run came to.
struct RunEnd {
  std::size_t planned = 0;  ///< trials that were to be made; each must be in the ledger by now
  int exit_code = 0;
  std::string report;  ///< the JSON report, kept whole
  std::vector<Verdict> verdicts;
  std::vector<EvidenceRecord> evidence;
};

/// A run as listed.
struct RunSummary {
  std::int64_t id = 0;
  std::string command, base, head, started_at, finished_at;
  bool dirty = false;
  std::size_t trials = 0, failures = 0;
  int exit_code = -1;  ///< -1: not finished
};

/// Trials of an earlier run that a judge can decide by.
struct Evidence {
  std::int64_t run = 0;
  VerdictKind verdict{};
  std::vector<Outcome> outcomes;
};

/// Trials of an earlier run whose runner stood on the same state.
struct EarlierOutputs {
  std::int64_t run = 0;
  std::optional<VerdictKind> verdict;  ///< none: the run was cut off or came to nothing
  std::vector<Outcome> outcomes;       ///< failed ones, too; each says which run made it
};

/// A finished run, without its trials.
struct StoredRun {
  std::string command, base, head, started_at, report;
  bool dirty = false;
  RunParts parts;
};

/// What a finished run's ledger says when it is read afresh.
struct Testimony {
  std::size_t planned = 0, trials = 0;
  int exit_code = 70;
  std::string report;
  std::vector<VerdictKind> verdicts;
};

/// The SQLite file with every run and trial. One writer; any number of readers. Every member throws
/// Error(store) naming the file when the file cannot serve.
class Ledger {
 public:
  /// Opens for writing and creates the file (0600) when it is absent. A zero-length, foreign,
  /// damaged or newer file is refused and left untouched.
  static Ledger open(const std::filesystem::path& path);
  ~Ledger();
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;

  /// Begins a run, or goes on with the newest one of the same parts that was begun within
  /// goes_on_within and not delivered. Throws Error(store) naming the process when another one has
  /// that run.
  Begun begin(const RunStart& start, const BeginOptions& options);
  /// Durable when it returns: all of them in one transaction, synchronous FULL.
  void add(std::int64_t run, std::span<const TrialRecord> trials);
  /// Lets later runs find the trials of one of this run's runners. Durable when it returns.
  void name_outputs(std::int64_t run, const OutputsRecord& outputs);
  /// Stores what came of a run. Again for a run that is finished but not delivered.
  void finish(std::int64_t run, const RunEnd& end);
  /// What a finished run had to say has reached whoever asked.
  void deliver(std::int64_t run);
  /// The run in hand came to nothing but this exit code, and nothing may go on from it. Harmless
  /// when there is none.
  void abandon(int exit_code);
  /// Some of the trials of the run in hand found no service: what was made stays, and whoever goes
  /// on with the run makes those again that failed. Harmless when there is no run.
  void leave_open(int exit_code);
  /// Newest first, texts cut after 80 code points: a listing is no place for more.
  std::vector<RunSummary> runs(std::size_t most) const;
  bool has_several_runs() const;
  /// Of the log after the last add(), in bytes: what is not in the file itself yet.
  std::size_t log_size() const;
  /// Whether anybody else has written into the ledger since begin().
  bool is_written_by_others() const;
  const std::filesystem::path& path() const;

 private:
  struct Impl;  // SQLiteCpp stays in the .cpp
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The ledger as it was when this was made: what anybody writes later, an automation that is
/// replayed among them, is not seen. Every member throws Error(store).
class Past {
 public:
  explicit Past(const std::filesystem::path& path);
  ~Past();
  Past(const Past&) = delete;
  Past& operator=(const Past&) = delete;

  /// The newest finished run's evidence under this key, but for the asking run's own, which it may
  /// have left before it was cut off. Throws Error(store) when an outcome is not what was stored.
  std::optional<Evidence> evidence(const std::string& key, const EntityId& automation,
                                   const std::string& arm, std::int64_t asking) const;

  /// What the newest run that named its trials by this key has, the asking one's own apart, as far
  /// as it was made by runs that were begun at `since` (as utc_text()) or later. Throws
  /// Error(store) when an outcome is not what was stored.
  std::optional<EarlierOutputs> outputs(const std::string& key, const EntityId& automation,
                                        const std::string& since, std::int64_t asking) const;

  /// A run that is finished. Throws Error(store) when its report is not what was stored.
  std::optional<StoredRun> stored(std::int64_t run) const;
  /// The run of either command that finished last, though it may have begun before others; 0 when
  /// there is none.
  std::int64_t newest(const std::string& one, const std::string& other) const;
  /// A run's trials of one automation. Throws as evidence() does.
  std::vector<TrialRecord> trials(std::int64_t run, const EntityId& automation) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads a run through a connection of its own, opened read-only, so that an exit code rests on
/// what is stored and not on what a process remembers.
Testimony testimony(const std::filesystem::path& path, std::int64_t run);

/// As Ledger::runs, of a ledger that may also lie where nothing can be written.
std::vector<RunSummary> runs_of(const std::filesystem::path& path, std::size_t most);

/// Where a workspace's ledger lives unless somebody says otherwise:
/// $XDG_STATE_HOME/tidemark/<hash of the workspace's path>/ledger.sqlite, XDG_STATE_HOME defaulting
/// to ~/.local/state. Throws Error(store) when neither variable is set.
std::filesystem::path default_path(const std::filesystem::path& workspace);

}  // namespace tidemark::ledger
