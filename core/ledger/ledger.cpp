#include "core/ledger/ledger.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/ledger/companions.hpp"
#include "core/ledger/database.hpp"
#include "core/ledger/file_system.hpp"
#include "core/ledger/lock.hpp"
#include "core/ledger/log_room.hpp"
#include "core/ledger/rows.hpp"
#include "core/ledger/run_rows.hpp"

namespace tidemark::ledger {
namespace {

/// What a log keeps of the disk once its content is in the ledger, in bytes.
constexpr int largest_idle_log = 4 << 20;

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += (text.empty() ? "" : "\n") + sentence;
  return text;
}

}  // namespace

struct Ledger::Impl {
  std::filesystem::path path;
  SQLite::Database database;
  std::optional<Lock> lock;                       ///< of the run in hand
  std::int64_t in_hand = 0;                       ///< a run; 0 is none
  std::optional<SQLite::Statement> trial_insert;  ///< of trials, from the first on
  std::optional<LogRoom> room;                    ///< from the first trials on
  std::int64_t version = 0;                       ///< SQLite's, when the run was begun

  explicit Impl(const std::filesystem::path& file)
      : path(file), database(file.string(), SQLite::OPEN_READWRITE, patience_ms) {}

  /// Empties the log, so that a death while SQLite removes log and index leaves nothing in doubt.
  ~Impl() {
    trial_insert.reset();
    room.reset();
    database.setBusyTimeout(0);
    database.tryExec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /// Another one once another connection has committed, which its own commits do not make it:
  /// https://www.sqlite.org/pragma.html#pragma_data_version
  std::int64_t version_now() { return database.execAndGet("PRAGMA data_version").getInt64(); }

  /// Of the runs with this key only one is made at a time.
  void take(const std::string& key, std::chrono::milliseconds patience) {
    lock.reset();
    if (key.empty()) return;
    lock.emplace(path, lock_number(key), patience);
    if (!lock->is_held()) refuse(path, owner_sentence(database, key));
  }

  /// To compile it costs more than to insert a few trials. One that failed is taken back.
  SQLite::Statement& prepared(const char* sql) {
    if (!trial_insert) trial_insert.emplace(database, sql);
    trial_insert->tryReset();
    trial_insert->clearBindings();
    return *trial_insert;
  }

  void add_trial(SQLite::Statement& insert, std::int64_t run, const TrialRecord& record) {
    const Outcome& outcome = record.outcome;
    const std::string& text = outcome.failure ? outcome.failure->text : outcome.output;
    const std::string automation = to_string(record.automation), hash = outcome_hash(outcome);
    insert.bind(1, run);
    insert.bindNoCopy(2, automation);
    insert.bindNoCopy(3, record.arm);
    insert.bindNoCopy(4, outcome.case_id);
    insert.bind(5, outcome.run);
    bind_or_null(insert, 6,
                 outcome.failure ? std::string(to_string(outcome.failure->kind)) : std::string());
    insert.bindNoCopy(7, text);
    insert.bindNoCopy(8, hash);
    insert.bind(9, static_cast<std::int64_t>(outcome.took.count()));
    bind_facts(insert, 10, outcome.facts);
    if (outcome.made_in != 0) insert.bind(17, outcome.made_in);
    if (!outcome.retries.empty()) bind_retries(insert, 18, outcome.retries);
    insert.exec();
    insert.reset();
    insert.clearBindings();
  }

  void add_verdict(SQLite::Statement& insert, std::int64_t run, const Verdict& verdict) {
    insert.bind(1, run);
    insert.bind(2, to_string(verdict.automation));
    insert.bind(3, std::string(to_string(verdict.kind)));
    insert.bind(4, joined(verdict.because));
    if (verdict.measured) {
      insert.bind(5, static_cast<std::int64_t>(verdict.measured->cases));
      insert.bind(6, verdict.measured->before);
      insert.bind(7, verdict.measured->after);
      insert.bind(8, verdict.measured->p_worse);
      insert.bind(9, verdict.measured->log_e);
    }
    insert.exec();
    insert.reset();
    insert.clearBindings();
  }

  void add_evidence(std::int64_t run, const EvidenceRecord& evidence) {
    SQLite::Statement insert(database, "INSERT OR REPLACE INTO evidence VALUES(?,?,?,?,?)");
    insert.bind(1, evidence.key);
    insert.bind(2, run);
    insert.bind(3, to_string(evidence.automation));
    insert.bind(4, evidence.arm);
    insert.bind(5, std::string(to_string(evidence.verdict)));
    insert.exec();
  }
};

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::~Ledger() = default;
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;

Ledger Ledger::open(const std::filesystem::path& path) {
  return guarded(path, [&] {
    const bool present = is_present(path);
    const Lock lock(path, making, std::chrono::milliseconds(patience_ms));
    if (!lock.is_held()) refuse(path, "another process has been making it for too long");
    refuse_network(path);
    if (!present && !is_present(path)) create(path);
    check_companions(path);
    auto impl = std::make_unique<Impl>(path);
    prepare(impl->database, path);
    may_fail(path, "ledger.journal");
    impl->database.exec("PRAGMA journal_mode=WAL");
    impl->database.exec("PRAGMA synchronous=FULL");
    impl->database.exec("PRAGMA journal_size_limit=" + std::to_string(largest_idle_log));
    return Ledger(std::move(impl));
  });
}

Begun Ledger::begin(const RunStart& start, const BeginOptions& options) {
  return guarded(impl_->path, [&] {
    const std::string key = key_of(start.parts);
    impl_->take(key, options.patience);
    may_fail(impl_->path, "ledger.begin");
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    std::optional<Begun> begun;
    if (!key.empty() && !options.fresh) begun = undelivered_run(impl_->database, impl_->path, key);
    if (!begun) begun = new_run(impl_->database, impl_->path, start, key);
    sign_run(impl_->database, begun->run);
    transaction.commit();
    may_fail(impl_->path, "ledger.begun");
    impl_->in_hand = begun->run;
    impl_->version = impl_->version_now();
    return *std::move(begun);
  });
}

void Ledger::add(std::int64_t run, std::span<const TrialRecord> trials) {
  guarded(impl_->path, [&] {
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement& insert =
        impl_->prepared("INSERT INTO trials VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!impl_->room) impl_->room.emplace(impl_->database, impl_->path);
    impl_->room->make();
    for (const TrialRecord& record : trials) impl_->add_trial(insert, run, record);
    may_fail(impl_->path, "ledger.add");
    transaction.commit();
    may_fail(impl_->path, "ledger.added");
  });
}

void Ledger::name_outputs(std::int64_t run, const OutputsRecord& outputs) {
  guarded(impl_->path, [&] {
    may_fail(impl_->path, "ledger.outputs");
    SQLite::Statement insert(impl_->database, "INSERT OR REPLACE INTO output_keys VALUES(?,?,?,?)");
    insert.bind(1, run);
    insert.bind(2, to_string(outputs.automation));
    insert.bind(3, outputs.arm);
    insert.bind(4, outputs.key);
    insert.exec();
  });
}

void Ledger::finish(std::int64_t run, const RunEnd& end) {
  guarded(impl_->path, [&] {
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement verdicts(impl_->database,
                               "INSERT OR REPLACE INTO verdicts VALUES(?,?,?,?,?,?,?,?,?)");
    for (const Verdict& verdict : end.verdicts) impl_->add_verdict(verdicts, run, verdict);
    for (const EvidenceRecord& evidence : end.evidence) impl_->add_evidence(run, evidence);
    SQLite::Statement update(impl_->database,
                             "UPDATE runs SET finished_at=?,planned=?,exit_code=?,report=?,"
                             "report_hash=? WHERE id=?");
    update.bind(1, utc_now());
    update.bind(2, static_cast<std::int64_t>(end.planned));
    update.bind(3, end.exit_code);
    update.bind(4, end.report);
    update.bind(5, sha256_hex(end.report));
    update.bind(6, run);
    update.exec();
    may_fail(impl_->path, "ledger.finish");
    transaction.commit();
    may_fail(impl_->path, "ledger.finished");
  });
}

void Ledger::deliver(std::int64_t run) {
  guarded(impl_->path, [&] {
    may_fail(impl_->path, "ledger.deliver");
    SQLite::Statement update(impl_->database, "UPDATE runs SET delivered_at=? WHERE id=?");
    update.bind(1, utc_now());
    update.bind(2, run);
    update.exec();
    may_fail(impl_->path, "ledger.delivered");
    impl_->in_hand = 0;
  });
}

void Ledger::leave_open(int exit_code) {
  if (impl_->in_hand == 0) return;
  guarded(impl_->path, [&] {
    SQLite::Statement update(impl_->database,
                             "UPDATE runs SET finished_at=NULL,exit_code=? WHERE id=?");
    update.bind(1, exit_code);
    update.bind(2, impl_->in_hand);
    update.exec();
    impl_->in_hand = 0;
  });
}

void Ledger::abandon(int exit_code) {
  if (impl_->in_hand == 0) return;
  guarded(impl_->path, [&] {
    SQLite::Statement update(impl_->database,
                             "UPDATE runs SET finished_at=?1,delivered_at=?1,exit_code=?2 "
                             "WHERE id=?3");
    update.bind(1, utc_now());
    update.bind(2, exit_code);
    update.bind(3, impl_->in_hand);
    update.exec();
    impl_->in_hand = 0;
  });
}

bool Ledger::has_several_runs() const {
  return guarded(impl_->path, [&] {
    const char* count = "SELECT count(*) FROM (SELECT 1 FROM runs LIMIT 2)";
    return impl_->database.execAndGet(count).getInt() > 1;
  });
}

std::size_t Ledger::log_size() const { return impl_->room ? impl_->room->used() : 0; }

bool Ledger::is_written_by_others() const {
  return guarded(impl_->path, [&] { return impl_->version_now() != impl_->version; });
}

std::vector<RunSummary> Ledger::runs(std::size_t most) const {
  return guarded(impl_->path, [&] { return newest_runs(impl_->database, most); });
}

const std::filesystem::path& Ledger::path() const { return impl_->path; }

}  // namespace tidemark::ledger
