#pragma once

namespace tidemark::ledger {

/// "tide" in ASCII: marks a SQLite file as a ledger of ours (PRAGMA application_id).
inline constexpr int application_id = 0x74696465;
/// PRAGMA user_version of the tables below.
inline constexpr int schema_version = 1;

inline constexpr const char* schema = R"sql(
CREATE TABLE runs (
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
) STRICT;
CREATE TABLE trials (
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
) STRICT, WITHOUT ROWID;
CREATE TABLE verdicts (
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
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace tidemark::ledger
