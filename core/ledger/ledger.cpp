#include "core/ledger/ledger.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/hash.hpp"
#include "core/ledger/schema.hpp"

namespace tidemark::ledger {
namespace {

constexpr int patience_ms = 10'000;

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& fact) {
  throw Error(Fault::store, "ledger " + path.string() + ": " + fact);
}

/// Foreign exceptions stay in this module.
template <typename Work>
auto guarded(const std::filesystem::path& path, Work work) {
  try {
    return work();
  } catch (const SQLite::Exception& failure) {
    refuse(path, failure.what());
  }
}

/// Refuses what SQLite would take for an empty database or would follow elsewhere. True when the
/// file is there.
bool is_present(const std::filesystem::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return false;
  if (!S_ISREG(status.st_mode)) refuse(path, "not a regular file");
  if (status.st_size == 0) {
    refuse(path, "zero-length, so its runs are lost (move it away to start an empty ledger)");
  }
  return true;
}

/// Makes the ledger beside its place and links it there whole, so that nobody ever sees a part of
/// it and of two first runs one wins.
void create(const std::filesystem::path& path) {
  make_folder(path.parent_path());
  const std::string fresh = path.string() + ".new." + std::to_string(::getpid());
  ::unlink(fresh.c_str());
  const int file = ::open(fresh.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) refuse(path, "cannot be created");
  ::close(file);
  {
    SQLite::Database database(fresh, SQLite::OPEN_READWRITE);
    SQLite::Transaction transaction(database);
    database.exec(schema);
    database.exec("PRAGMA application_id=" + std::to_string(application_id));
    database.exec("PRAGMA user_version=" + std::to_string(schema_version));
    transaction.commit();
  }
  const bool linked = ::link(fresh.c_str(), path.c_str()) == 0 || errno == EEXIST;
  ::unlink(fresh.c_str());
  if (!linked) refuse(path, "cannot be created");
}

void check_identity(SQLite::Database& database, const std::filesystem::path& path) {
  if (database.execAndGet("PRAGMA application_id").getInt() != application_id) {
    refuse(path, "a SQLite file of another application (name another file with --ledger)");
  }
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (version > schema_version) {
    refuse(path, "written by a newer tidemark (version " + std::to_string(version) +
                     ", this one knows " + std::to_string(schema_version) + ")");
  }
  if (database.execAndGet("PRAGMA quick_check").getString() != "ok") {
    refuse(path, "damaged (move it away to start an empty ledger; approvals are in git)");
  }
}

void harden(SQLite::Database& database) {
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  database.exec("PRAGMA foreign_keys=ON");
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += (text.empty() ? "" : "\n") + sentence;
  return text;
}

void bind_or_null(SQLite::Statement& statement, int index, const std::string& text) {
  if (text.empty()) {
    statement.bind(index);
  } else {
    statement.bind(index, text);
  }
}

RunSummary summary_of(SQLite::Statement& row) {
  RunSummary run;
  run.id = row.getColumn(0).getInt64();
  run.command = row.getColumn(1).getString();
  run.base = row.getColumn(2).getString();
  run.head = row.getColumn(3).getString();
  run.dirty = row.getColumn(4).getInt() != 0;
  run.started_at = row.getColumn(5).getString();
  run.finished_at = row.getColumn(6).getString();
  run.exit_code = row.getColumn(7).isNull() ? -1 : row.getColumn(7).getInt();
  run.trials = static_cast<std::size_t>(row.getColumn(8).getInt64());
  run.failures = static_cast<std::size_t>(row.getColumn(9).getInt64());
  return run;
}

}  // namespace

struct Ledger::Impl {
  std::filesystem::path path;
  SQLite::Database database;

  explicit Impl(const std::filesystem::path& file)
      : path(file), database(file.string(), SQLite::OPEN_READWRITE, patience_ms) {}

  void add_trial(SQLite::Statement& insert, std::int64_t run, const TrialRecord& record) {
    const Outcome& outcome = record.outcome;
    const std::string& text = outcome.failure ? outcome.failure->text : outcome.output;
    insert.bind(1, run);
    insert.bind(2, to_string(record.automation));
    insert.bind(3, record.arm);
    insert.bind(4, outcome.case_id);
    insert.bind(5, outcome.run);
    bind_or_null(insert, 6,
                 outcome.failure ? std::string(to_string(outcome.failure->kind)) : std::string());
    insert.bind(7, text);
    insert.bind(8, sha256_hex(text));
    insert.bind(9, static_cast<std::int64_t>(outcome.took.count()));
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
};

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::~Ledger() = default;
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;

Ledger Ledger::open(const std::filesystem::path& path) {
  return guarded(path, [&] {
    if (!is_present(path)) create(path);
    auto impl = std::make_unique<Impl>(path);
    check_identity(impl->database, path);
    impl->database.exec("PRAGMA journal_mode=WAL");
    impl->database.exec("PRAGMA synchronous=FULL");
    harden(impl->database);
    return Ledger(std::move(impl));
  });
}

std::int64_t Ledger::begin(const RunStart& start) {
  return guarded(impl_->path, [&] {
    SQLite::Statement insert(impl_->database,
                             "INSERT INTO runs(command,base,head,dirty,tool,started_at) "
                             "VALUES(?,?,?,?,?,?)");
    insert.bind(1, start.command);
    insert.bind(2, start.base);
    insert.bind(3, start.head);
    insert.bind(4, start.dirty ? 1 : 0);
    insert.bind(5, start.tool);
    insert.bind(6, utc_now());
    insert.exec();
    return impl_->database.getLastInsertRowid();
  });
}

void Ledger::add(std::int64_t run, std::span<const TrialRecord> trials) {
  guarded(impl_->path, [&] {
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement insert(impl_->database, "INSERT INTO trials VALUES(?,?,?,?,?,?,?,?,?)");
    for (const TrialRecord& record : trials) impl_->add_trial(insert, run, record);
    transaction.commit();
  });
}

void Ledger::finish(std::int64_t run, const RunEnd& end) {
  guarded(impl_->path, [&] {
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement verdicts(impl_->database, "INSERT INTO verdicts VALUES(?,?,?,?,?,?,?,?,?)");
    for (const Verdict& verdict : end.verdicts) impl_->add_verdict(verdicts, run, verdict);
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
    transaction.commit();
  });
}

std::vector<RunSummary> Ledger::runs(std::size_t most) const {
  return guarded(impl_->path, [&] {
    SQLite::Statement rows(impl_->database,
                           "SELECT id,command,base,head,dirty,started_at,ifnull(finished_at,''),"
                           "exit_code,(SELECT count(*) FROM trials WHERE run=runs.id),"
                           "(SELECT count(failure) FROM trials WHERE run=runs.id) "
                           "FROM runs ORDER BY id DESC LIMIT ?");
    rows.bind(1, static_cast<std::int64_t>(most));
    std::vector<RunSummary> result;
    while (rows.executeStep()) result.push_back(summary_of(rows));
    return result;
  });
}

const std::filesystem::path& Ledger::path() const { return impl_->path; }

Testimony testimony(const std::filesystem::path& path, std::int64_t run) {
  return guarded(path, [&] {
    SQLite::Database database(path.string(), SQLite::OPEN_READONLY, patience_ms);
    Testimony result;
    SQLite::Statement row(database,
                          "SELECT planned,exit_code,report,report_hash,"
                          "(SELECT count(*) FROM trials WHERE run=runs.id) FROM runs "
                          "WHERE id=? AND finished_at IS NOT NULL");
    row.bind(1, run);
    if (!row.executeStep()) refuse(path, "run " + std::to_string(run) + " is not in it");
    result.planned = static_cast<std::size_t>(row.getColumn(0).getInt64());
    result.exit_code = row.getColumn(1).getInt();
    result.report = row.getColumn(2).getString();
    result.trials = static_cast<std::size_t>(row.getColumn(4).getInt64());
    if (sha256_hex(result.report) != row.getColumn(3).getString()) {
      refuse(path, "the report of run " + std::to_string(run) + " does not match its hash");
    }
    SQLite::Statement verdicts(database, "SELECT verdict FROM verdicts WHERE run=?");
    verdicts.bind(1, run);
    while (verdicts.executeStep()) {
      const auto kind = verdict_kind_named(verdicts.getColumn(0).getString());
      if (!kind) refuse(path, "run " + std::to_string(run) + " has an unknown verdict");
      result.verdicts.push_back(*kind);
    }
    return result;
  });
}

std::filesystem::path default_path(const std::filesystem::path& workspace) {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path root;
  if (state != nullptr && *state == '/') {
    root = state;
  } else if (home != nullptr && *home == '/') {
    root = std::filesystem::path(home) / ".local/state";
  } else {
    throw Error(Fault::store,
                "no place for the ledger: neither XDG_STATE_HOME nor HOME is an "
                "absolute path (set one, or name a file with --ledger)");
  }
  const std::string name = sha256_hex(std::filesystem::weakly_canonical(workspace).string());
  return root / "tidemark" / name.substr(0, 16) / "ledger.sqlite";
}

}  // namespace tidemark::ledger
