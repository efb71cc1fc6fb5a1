#include "core/ledger/run_rows.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/ledger/lock.hpp"
#include "core/ledger/rows.hpp"

namespace tidemark::ledger {
namespace {

std::string machine_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::vector<TrialRecord> trials_of(SQLite::Database& database, const std::filesystem::path& path,
                                   std::int64_t run) {
  SQLite::Statement rows(database, trials_of_run);
  rows.bind(1, run);
  std::vector<TrialRecord> trials;
  while (rows.executeStep()) trials.push_back(trial_of(rows, path, run));
  return trials;
}

std::vector<std::string> differing(SQLite::Database& database, std::int64_t run,
                                   const RunParts& parts) {
  std::vector<std::string> names;
  for (const auto& [name, hash] : parts) {
    SQLite::Statement same(database, "SELECT 1 FROM run_parts WHERE run=? AND name=? AND hash=?");
    same.bind(1, run);
    same.bind(2, name);
    same.bind(3, hash);
    if (!same.executeStep()) names.push_back(name);
  }
  return names;
}

std::optional<Interruption> interruption(SQLite::Database& database,
                                         const std::filesystem::path& path, const RunStart& start,
                                         std::int64_t run) {
  SQLite::Statement newest(database,
                           "SELECT id,key,(SELECT count(*) FROM trials WHERE run=runs.id) FROM "
                           "runs WHERE command=? AND id<? ORDER BY id DESC LIMIT 1");
  newest.bind(1, start.command);
  newest.bind(2, run);
  if (!newest.executeStep()) return std::nullopt;
  Interruption cut_off;
  cut_off.run = newest.getColumn(0).getInt64();
  const std::string key = newest.getColumn(1).getString();
  cut_off.trials = static_cast<std::size_t>(newest.getColumn(2).getInt64());
  if (key.empty() || cut_off.trials == 0) return std::nullopt;
  SQLite::Statement delivered(database, "SELECT 1 FROM runs WHERE id=? AND delivered_at IS NULL");
  delivered.bind(1, cut_off.run);
  if (!delivered.executeStep()) return std::nullopt;
  if (!Lock(path, lock_number(key), std::chrono::milliseconds(0)).is_held()) return std::nullopt;
  cut_off.differs = differing(database, cut_off.run, start.parts);
  return cut_off;
}

void insert_parts(SQLite::Database& database, std::int64_t run, const RunParts& parts) {
  SQLite::Statement insert(database, "INSERT INTO run_parts VALUES(?,?,?)");
  for (const auto& [name, hash] : parts) {
    insert.bind(1, run);
    insert.bind(2, name);
    insert.bind(3, hash);
    insert.exec();
    insert.reset();
  }
}

/// Of a run that was left open: an exit code, but no end.
void remove_failed(SQLite::Database& database, std::int64_t run) {
  for (const char* sql : {"DELETE FROM trials WHERE failure IS NOT NULL AND run=?",
                          "UPDATE runs SET exit_code=NULL WHERE id=?"}) {
    SQLite::Statement statement(database, sql);
    statement.bind(1, run);
    statement.exec();
  }
}

}  // namespace

std::string key_of(const RunParts& parts) {
  if (parts.empty()) return "";
  Sha256 hash;
  for (const auto& [name, part] : parts) hash.add(name + '=' + part + '\n');
  return hash.hex();
}

std::optional<Begun> undelivered_run(SQLite::Database& database, const std::filesystem::path& path,
                                     const std::string& key) {
  // One that came to something after it knows better what is true now.
  SQLite::Statement newest(database,
                           "SELECT id,started_at,finished_at IS NULL AND exit_code IS NOT NULL "
                           "FROM runs WHERE key=?1 AND delivered_at IS NULL AND started_at>=?2 "
                           "AND id>ifnull((SELECT max(id) FROM runs WHERE key=?1 AND delivered_at "
                           "IS NOT NULL AND (report IS NOT NULL OR exit_code=0)),0) "
                           "ORDER BY id DESC LIMIT 1");
  newest.bind(1, key);
  newest.bind(2, utc_text(std::chrono::system_clock::now() - goes_on_within));
  if (!newest.executeStep()) return std::nullopt;
  Begun begun;
  begun.run = newest.getColumn(0).getInt64();
  begun.started_at = newest.getColumn(1).getString();
  if (newest.getColumn(2).getInt() != 0) remove_failed(database, begun.run);
  begun.kept = trials_of(database, path, begun.run);
  return begun;
}

Begun new_run(SQLite::Database& database, const std::filesystem::path& path, const RunStart& start,
              const std::string& key) {
  Begun begun;
  begun.started_at = utc_now();
  SQLite::Statement insert(database,
                           "INSERT INTO runs(command,base,head,dirty,tool,started_at,key) "
                           "VALUES(?,?,?,?,?,?,?)");
  insert.bind(1, start.command);
  insert.bind(2, start.base);
  insert.bind(3, start.head);
  insert.bind(4, start.dirty ? 1 : 0);
  insert.bind(5, start.tool);
  insert.bind(6, begun.started_at);
  insert.bind(7, key);
  insert.exec();
  begun.run = database.getLastInsertRowid();
  insert_parts(database, begun.run, start.parts);
  if (!key.empty()) begun.interrupted = interruption(database, path, start, begun.run);
  return begun;
}

void sign_run(SQLite::Database& database, std::int64_t run) {
  SQLite::Statement update(database, "UPDATE runs SET pid=?,machine=? WHERE id=?");
  update.bind(1, static_cast<std::int64_t>(::getpid()));
  update.bind(2, machine_name());
  update.bind(3, run);
  update.exec();
}

std::string owner_sentence(SQLite::Database& database, const std::string& key) {
  SQLite::Statement owner(database,
                          "SELECT id,pid,machine,started_at FROM runs WHERE key=? ORDER BY id "
                          "DESC LIMIT 1");
  owner.bind(1, key);
  if (!owner.executeStep()) return "another process is about to begin the same run";
  return "run " + owner.getColumn(0).getString() + " is the same and goes on in process " +
         owner.getColumn(1).getString() + " on " + owner.getColumn(2).getString() + ", begun at " +
         owner.getColumn(3).getString() + " (wait for it, or give --lock-wait a longer time)";
}

}  // namespace tidemark::ledger
