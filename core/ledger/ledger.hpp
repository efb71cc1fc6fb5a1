#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/model/entity_id.hpp"
#include "core/model/trial.hpp"
#include "core/model/verdict.hpp"

namespace tidemark::ledger {

/// What a run is before its first trial.
struct RunStart {
  std::string command;  ///< gate, replay, record or accept
  std::string base;     ///< commit id; "" when the run has no base
  std::string head;     ///< commit id; "" outside git
  bool dirty = false;   ///< the working tree differed from `head`
  std::string tool;     ///< tidemark's version
};

/// One trial as it is kept. `arm` says what for: the judge of the "base" or the "head", or
/// "record".
struct TrialRecord {
  EntityId automation;
  std::string arm;
  Outcome outcome;
};

/// What a run came to.
struct RunEnd {
  std::size_t planned = 0;  ///< trials that were to be made; each must be in the ledger by now
  int exit_code = 0;
  std::string report;  ///< the JSON report, kept whole
  std::vector<Verdict> verdicts;
};

/// A run as listed.
struct RunSummary {
  std::int64_t id = 0;
  std::string command, base, head, started_at, finished_at;
  bool dirty = false;
  std::size_t trials = 0, failures = 0;
  int exit_code = -1;  ///< -1: not finished
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

  std::int64_t begin(const RunStart& start);
  /// Durable when it returns: all of them in one transaction, synchronous FULL.
  void add(std::int64_t run, std::span<const TrialRecord> trials);
  void finish(std::int64_t run, const RunEnd& end);
  /// Newest first.
  std::vector<RunSummary> runs(std::size_t most) const;
  const std::filesystem::path& path() const;

 private:
  struct Impl;  // SQLiteCpp stays in the .cpp
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Reads a run through a connection of its own, opened read-only, so that an exit code rests on
/// what is stored and not on what a process remembers.
Testimony testimony(const std::filesystem::path& path, std::int64_t run);

/// Where a workspace's ledger lives unless somebody says otherwise:
/// $XDG_STATE_HOME/tidemark/<hash of the workspace's path>/ledger.sqlite, XDG_STATE_HOME defaulting
/// to ~/.local/state. Throws Error(store) when neither variable is set.
std::filesystem::path default_path(const std::filesystem::path& workspace);

}  // namespace tidemark::ledger
