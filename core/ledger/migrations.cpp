#include "core/ledger/migrations.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <string>
#include <vector>

#include "core/base/hash.hpp"

namespace tidemark::ledger {
namespace {

using Migration = std::vector<const char*>;

const Migration runs_trials_verdicts = {
    R"sql(CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  base TEXT NOT NULL,
  head TEXT NOT NULL,
  dirty INTEGER NOT NULL,
  tool TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  planned INTEGER,
  exit_code INTEGER,
  report TEXT,
  report_hash TEXT
) STRICT)sql",
    R"sql(CREATE TABLE trials (
  run INTEGER NOT NULL REFERENCES runs(id),
  automation TEXT NOT NULL,
  arm TEXT NOT NULL,
  case_id TEXT NOT NULL,
  repeat INTEGER NOT NULL,
  failure TEXT,
  text TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  took_us INTEGER NOT NULL,
  PRIMARY KEY (run, automation, arm, case_id, repeat)
) STRICT, WITHOUT ROWID)sql",
    R"sql(CREATE TABLE verdicts (
  run INTEGER NOT NULL REFERENCES runs(id),
  automation TEXT NOT NULL,
  verdict TEXT NOT NULL,
  because TEXT NOT NULL,
  cases INTEGER,
  mean_before REAL,
  mean_after REAL,
  p_worse REAL,
  log_e REAL,
  PRIMARY KEY (run, automation)
) STRICT, WITHOUT ROWID)sql"};

/// What a run goes on from after a death, and what a later run may rest on. Runs made before have
/// no key and are taken for delivered, so nothing goes on from them.
const Migration resume_and_evidence = {
    "ALTER TABLE runs ADD COLUMN key TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE runs ADD COLUMN pid INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE runs ADD COLUMN machine TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE runs ADD COLUMN delivered_at TEXT",
    "UPDATE runs SET delivered_at=finished_at",
    "CREATE INDEX runs_by_key ON runs(key)",
    R"sql(CREATE TABLE run_parts (
  run INTEGER NOT NULL REFERENCES runs(id),
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID)sql",
    R"sql(CREATE TABLE evidence (
  key TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs(id),
  automation TEXT NOT NULL,
  arm TEXT NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (key, run, automation, arm)
) STRICT, WITHOUT ROWID)sql"};

/// What a plugin knew of a trial beside its output.
const Migration facts = {"ALTER TABLE trials ADD COLUMN retry INTEGER NOT NULL DEFAULT 0",
                         "ALTER TABLE trials ADD COLUMN retry_after_ms INTEGER",
                         "ALTER TABLE trials ADD COLUMN cost REAL NOT NULL DEFAULT 0",
                         "ALTER TABLE trials ADD COLUMN input_tokens INTEGER NOT NULL DEFAULT 0",
                         "ALTER TABLE trials ADD COLUMN output_tokens INTEGER NOT NULL DEFAULT 0",
                         "ALTER TABLE trials ADD COLUMN model TEXT NOT NULL DEFAULT ''",
                         "ALTER TABLE trials ADD COLUMN fingerprint TEXT NOT NULL DEFAULT ''"};

/// What a later run may take in place of a call, and which trials of a run it took so.
const Migration outputs = {"ALTER TABLE trials ADD COLUMN made_in INTEGER REFERENCES runs(id)",
                           R"sql(CREATE TABLE output_keys (
  run INTEGER NOT NULL REFERENCES runs(id),
  automation TEXT NOT NULL,
  arm TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (run, automation, arm)
) STRICT, WITHOUT ROWID)sql",
                           "CREATE INDEX output_keys_by_key ON output_keys(key)"};

/// How often a trial's call was made again, and by why as JSON; NULL when it never was.
const Migration retries = {"ALTER TABLE trials ADD COLUMN retries INTEGER",
                           "ALTER TABLE trials ADD COLUMN retried_for TEXT"};

/// Trials come in no order of their cases. With one for a key each changes a page of its own, and
/// two more where a page is full; without, what is kept together lies together, and only the key's
/// small pages are all over the file.
const Migration trials_as_they_come = {R"sql(CREATE TABLE trials_as_they_come (
  run INTEGER NOT NULL REFERENCES runs(id),
  automation TEXT NOT NULL,
  arm TEXT NOT NULL,
  case_id TEXT NOT NULL,
  repeat INTEGER NOT NULL,
  failure TEXT,
  text TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  took_us INTEGER NOT NULL,
  retry INTEGER NOT NULL,
  retry_after_ms INTEGER,
  cost REAL NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  model TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  made_in INTEGER REFERENCES runs(id),
  retries INTEGER,
  retried_for TEXT,
  UNIQUE (run, automation, arm, case_id, repeat)
) STRICT)sql",
                                       "INSERT INTO trials_as_they_come SELECT * FROM trials",
                                       "DROP TABLE trials",
                                       "ALTER TABLE trials_as_they_come RENAME TO trials",
                                       "CREATE INDEX failed_trials ON trials(run) "
                                       "WHERE failure IS NOT NULL"};

/// In the order in which they came. A ledger's version says how many it has been through; one that
/// was ever shipped is never edited.
const std::array<const Migration*, 6> migrations = {
    &runs_trials_verdicts, &resume_and_evidence, &facts, &outputs, &retries, &trials_as_they_come};

/// All tables, indices, views and triggers, in one order.
std::string schema_text(SQLite::Database& database) {
  SQLite::Statement rows(database,
                         "SELECT type,name,ifnull(sql,'') FROM sqlite_schema ORDER BY type,name");
  std::string text;
  while (rows.executeStep()) {
    for (int column = 0; column < 3; ++column) text += rows.getColumn(column).getString() + '\n';
  }
  return text;
}

/// What schema_text() says of a ledger of that version.
std::string expected_schema(int version) {
  SQLite::Database empty(":memory:", SQLite::OPEN_READWRITE);
  migrate(empty, version, [] {});
  return schema_text(empty);
}

}  // namespace

int schema_version() { return static_cast<int>(migrations.size()); }

void migrate(SQLite::Database& database, int version, const std::function<void()>& before) {
  for (int i = database.execAndGet("PRAGMA user_version").getInt(); i < version; ++i) {
    for (const char* statement : *migrations.at(static_cast<std::size_t>(i))) {
      before();
      database.exec(statement);
    }
  }
  before();
  database.exec("PRAGMA user_version=" + std::to_string(version));
}

bool has_schema(SQLite::Database& database, int version) {
  const std::string text = schema_text(database);
  const bool is_usual = version == schema_version() && sha256_hex(text) == usual_schema_hash();
  return is_usual || text == expected_schema(version);
}

std::string_view usual_schema_hash() {
  return "6514ebb837525e90f6319420c502a0e8e39da252da139e489e12c818e6861689";
}

std::string newest_schema() { return expected_schema(schema_version()); }

}  // namespace tidemark::ledger
