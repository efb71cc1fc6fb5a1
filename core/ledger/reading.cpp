#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/hash.hpp"
#include "core/ledger/companions.hpp"
#include "core/ledger/database.hpp"
#include "core/ledger/ledger.hpp"
#include "core/ledger/rows.hpp"

namespace tidemark::ledger {
namespace {

/// The file as SQLite opens what nobody writes, without log and locks.
std::string immutable(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    if (c == '%' || c == '?' || c == '#') {
      uri += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

Testimony testimony(const std::filesystem::path& path, std::int64_t run) {
  return guarded(path, [&] {
    SQLite::Database database(path.string(), SQLite::OPEN_READONLY, patience_ms);
    harden(database);
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

std::vector<RunSummary> runs_of(const std::filesystem::path& path, std::size_t most) {
  if (!lies_read_only(path)) return Ledger::open(path).runs(most);
  return guarded(path, [&] {
    is_present(path);
    check_companions(path);
    refuse_unread_log(path);
    SQLite::Database database(immutable(path), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    check(database, path);
    return newest_runs(database, most);
  });
}

}  // namespace tidemark::ledger
