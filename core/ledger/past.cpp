#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/hash.hpp"
#include "core/ledger/database.hpp"
#include "core/ledger/ledger.hpp"
#include "core/ledger/rows.hpp"

namespace tidemark::ledger {
namespace {

[[noreturn]] void refuse_verdict(const std::filesystem::path& path, std::int64_t run) {
  refuse(path, "run " + std::to_string(run) + " has an unknown verdict");
}

RunParts parts_of(SQLite::Database& database, std::int64_t run) {
  SQLite::Statement rows(database, "SELECT name,hash FROM run_parts WHERE run=? ORDER BY name");
  rows.bind(1, run);
  RunParts parts;
  while (rows.executeStep()) {
    parts.emplace_back(rows.getColumn(0).getString(), rows.getColumn(1).getString());
  }
  return parts;
}

}  // namespace

struct Past::Impl {
  std::filesystem::path path;
  SQLite::Database database;

  /// A read transaction sees the file as it was when it first read.
  explicit Impl(const std::filesystem::path& file)
      : path(file), database(file.string(), SQLite::OPEN_READONLY, patience_ms) {
    harden(database);
    database.exec("BEGIN");
    database.execAndGet("SELECT count(*) FROM evidence");
  }
};

Past::Past(const std::filesystem::path& path)
    : impl_(guarded(path, [&] { return std::make_unique<Impl>(path); })) {}
Past::~Past() = default;

std::optional<Evidence> Past::evidence(const std::string& key, const EntityId& automation,
                                       const std::string& arm, std::int64_t asking) const {
  return guarded(impl_->path, [&]() -> std::optional<Evidence> {
    SQLite::Statement newest(impl_->database,
                             "SELECT run,evidence.verdict FROM evidence JOIN runs ON runs.id=run "
                             "WHERE evidence.key=? AND automation=? AND arm=? AND run<>? AND "
                             "finished_at IS NOT NULL ORDER BY run DESC LIMIT 1");
    newest.bind(1, key);
    newest.bind(2, to_string(automation));
    newest.bind(3, arm);
    newest.bind(4, asking);
    if (!newest.executeStep()) return std::nullopt;
    Evidence found;
    found.run = newest.getColumn(0).getInt64();
    const auto verdict = verdict_kind_named(newest.getColumn(1).getString());
    if (!verdict) refuse_verdict(impl_->path, found.run);
    found.verdict = *verdict;
    SQLite::Statement rows(impl_->database,
                           trials_of_run + std::string(" AND automation=? AND arm=?"));
    rows.bind(1, found.run);
    rows.bind(2, to_string(automation));
    rows.bind(3, arm);
    while (rows.executeStep()) {
      found.outcomes.push_back(trial_of(rows, impl_->path, found.run).outcome);
    }
    return found;
  });
}

std::optional<EarlierOutputs> Past::outputs(const std::string& key, const EntityId& automation,
                                            const std::string& since, std::int64_t asking) const {
  return guarded(impl_->path, [&]() -> std::optional<EarlierOutputs> {
    SQLite::Statement newest(
        impl_->database,
        "SELECT run,(SELECT verdict FROM verdicts WHERE verdicts.run=output_keys.run AND "
        "verdicts.automation=output_keys.automation) FROM output_keys WHERE key=? AND "
        "automation=? AND run<>? ORDER BY run DESC LIMIT 1");
    newest.bind(1, key);
    newest.bind(2, to_string(automation));
    newest.bind(3, asking);
    if (!newest.executeStep()) return std::nullopt;
    EarlierOutputs found;
    found.run = newest.getColumn(0).getInt64();
    if (!newest.getColumn(1).isNull()) {
      found.verdict = verdict_kind_named(newest.getColumn(1).getString());
      if (!found.verdict) refuse_verdict(impl_->path, found.run);
    }
    SQLite::Statement rows(
        impl_->database,
        trials_of_run + std::string(" AND automation=?2 AND arm IN (SELECT arm FROM output_keys "
                                    "WHERE run=?1 AND automation=?2 AND key=?3) AND (SELECT "
                                    "started_at FROM runs WHERE id=ifnull(made_in,run))>=?4"));
    rows.bind(1, found.run);
    rows.bind(2, to_string(automation));
    rows.bind(3, key);
    rows.bind(4, since);
    while (rows.executeStep()) {
      found.outcomes.push_back(trial_of(rows, impl_->path, found.run).outcome);
      Outcome& outcome = found.outcomes.back();
      if (outcome.made_in == 0) outcome.made_in = found.run;
    }
    return found;
  });
}

std::optional<StoredRun> Past::stored(std::int64_t run) const {
  return guarded(impl_->path, [&]() -> std::optional<StoredRun> {
    SQLite::Statement row(impl_->database,
                          "SELECT command,base,head,dirty,started_at,report,report_hash FROM runs "
                          "WHERE id=? AND report IS NOT NULL");
    row.bind(1, run);
    if (!row.executeStep()) return std::nullopt;
    StoredRun stored;
    stored.command = row.getColumn(0).getString();
    stored.base = row.getColumn(1).getString();
    stored.head = row.getColumn(2).getString();
    stored.dirty = row.getColumn(3).getInt() != 0;
    stored.started_at = row.getColumn(4).getString();
    stored.report = row.getColumn(5).getString();
    if (sha256_hex(stored.report) != row.getColumn(6).getString()) {
      refuse(impl_->path, "the report of run " + std::to_string(run) + " does not match its hash");
    }
    stored.parts = parts_of(impl_->database, run);
    return stored;
  });
}

std::int64_t Past::newest(const std::string& one, const std::string& other) const {
  return guarded(impl_->path, [&] {
    SQLite::Statement row(impl_->database,
                          "SELECT ifnull((SELECT id FROM runs WHERE report IS NOT NULL AND command "
                          "IN (?,?) ORDER BY finished_at DESC,id DESC LIMIT 1),0)");
    row.bind(1, one);
    row.bind(2, other);
    row.executeStep();
    return row.getColumn(0).getInt64();
  });
}

std::vector<TrialRecord> Past::trials(std::int64_t run, const EntityId& automation) const {
  return guarded(impl_->path, [&] {
    SQLite::Statement rows(impl_->database, trials_of_run + std::string(" AND automation=?"));
    rows.bind(1, run);
    rows.bind(2, to_string(automation));
    std::vector<TrialRecord> trials;
    while (rows.executeStep()) trials.push_back(trial_of(rows, impl_->path, run));
    return trials;
  });
}

}  // namespace tidemark::ledger
