#include "core/ledger/database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"
#include "core/base/error.hpp"
#include "core/base/fault_point.hpp"
#include "core/base/file.hpp"
#include "core/ledger/migrations.hpp"

namespace tidemark::ledger {
namespace {

/// The ways in which SQLite says that the file system fails.
bool is_of_the_disk(int code) {
  return code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN ||
         code == SQLITE_READONLY;
}

/// No report and no outcome is ever as large. What is larger was put there to fill our memory.
constexpr int largest_value = 256 << 20;

std::string free_space(const std::filesystem::path& path) {
  std::error_code failure;
  const auto space = std::filesystem::space(path.parent_path(), failure);
  return failure ? "" : " (" + std::to_string(space.available) + " bytes are free there)";
}

/// Why not, or 0.
int sync_file(const std::string& path) {
  if (const int why = fault_point("ledger.sync")) return why;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  return file.get() < 0 || ::fsync(file.get()) != 0 ? errno : 0;
}

/// Brings a file that was made beside its place there, once it is whole on the disk.
void put_in_place(const std::filesystem::path& path, const std::string& fresh,
                  const std::string& place, const char* fact) {
  int failed = sync_file(fresh);
  if (failed == 0) failed = fault_point("ledger.rename");
  if (failed == 0 && ::rename(fresh.c_str(), place.c_str()) != 0) failed = errno;
  if (failed != 0)
    refuse(path, fact + (": " + std::string(std::strerror(failed))) + free_space(path));
  sync_folder_of(place);
}

/// A ledger's own log belongs to it; beside a new one it would be taken for the new one's.
void remove_with_logs(const std::string& path) {
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) ::unlink((path + ending).c_str());
}

/// Nothing of it is waited for, since nobody looks at it before it is in its place.
void fill(const std::string& path) {
  SQLite::Database database(path, SQLite::OPEN_READWRITE);
  database.exec("PRAGMA synchronous=OFF");
  database.exec("PRAGMA journal_mode=MEMORY");
  SQLite::Transaction transaction(database);
  migrate(database, schema_version(), [&] { may_fail(path, "ledger.migrate"); });
  database.exec("PRAGMA application_id=" + std::to_string(application_id));
  may_fail(path, "ledger.create");
  transaction.commit();
  // Before it is in its place, so that a ledger there never has a rollback journal; and last, since
  // what were still in a log would be brought in while it is closed, where no failure is told.
  may_fail(path, "ledger.journal");
  database.exec("PRAGMA journal_mode=WAL");
}

void copy_before_migration(SQLite::Database& database, const std::filesystem::path& path,
                           int version) {
  const std::string copy = path.string() + ".version-" + std::to_string(version);
  const std::string unfinished = copy + ".new";
  remove_with_logs(unfinished);
  may_fail(path, "ledger.copy");
  SQLite::Statement vacuum(database, "VACUUM INTO ?");
  vacuum.bind(1, unfinished);
  vacuum.exec();
  put_in_place(path, unfinished, copy, "cannot be copied before its tables are renewed");
}

int version_of(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt();
}

void check_version(SQLite::Database& database, const std::filesystem::path& path) {
  const int version = version_of(database);
  if (version > schema_version()) {
    refuse(path, "written by a newer tidemark (version " + std::to_string(version) +
                     ", this one knows " + std::to_string(schema_version()) + ")");
  }
  if (version < 1 || !has_schema(database, version)) {
    refuse(path, "its tables are not those that tidemark makes (name another file with --ledger)");
  }
}

void bring_up_to_date(SQLite::Database& database, const std::filesystem::path& path) {
  copy_before_migration(database, path, version_of(database));
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  migrate(database, schema_version(), [&] { may_fail(path, "ledger.migrate"); });
  may_fail(path, "ledger.migrated");
  transaction.commit();
}

}  // namespace

void refuse(const std::filesystem::path& path, const std::string& fact) {
  throw Error(Fault::store, "ledger " + path.string() + ": " + fact);
}

void may_fail(const std::filesystem::path& path, const char* site) {
  if (const int why = fault_point(site)) refuse(path, std::strerror(why) + free_space(path));
}

void rethrow_as_ours(const std::filesystem::path& path) {
  try {
    throw;
  } catch (const SQLite::Exception& failure) {
    if (failure.getErrorCode() == SQLITE_TOOBIG) {
      refuse(path, "holds a value of more than " + std::to_string(largest_value >> 20) +
                       " MiB (move it away to start an empty ledger; approvals are in git)");
    }
    const bool disk = is_of_the_disk(failure.getErrorCode());
    refuse(path, failure.what() + (disk ? free_space(path) : ""));
  }
}

bool is_present(const std::filesystem::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return false;
  if (!S_ISREG(status.st_mode)) refuse(path, "not a regular file");
  if (status.st_size == 0) {
    refuse(path, "zero-length, so its runs are lost (move it away to start an empty ledger)");
  }
  return true;
}

void create(const std::filesystem::path& path) {
  const std::string fresh = path.string() + ".new";
  remove_with_logs(fresh);
  may_fail(path, "ledger.make");
  const int file = ::open(fresh.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) refuse(path, "cannot be created" + free_space(path));
  ::close(file);
  try {
    fill(fresh);
    put_in_place(path, fresh, path, "cannot be created");
  } catch (...) {
    remove_with_logs(fresh);
    throw;
  }
}

void check(SQLite::Database& database, const std::filesystem::path& path) {
  harden(database);
  if (database.execAndGet("PRAGMA application_id").getInt() != application_id) {
    refuse(path, "a SQLite file of another application (name another file with --ledger)");
  }
  if (database.execAndGet("PRAGMA quick_check").getString() != "ok") {
    refuse(path, "damaged (move it away to start an empty ledger; approvals are in git)");
  }
  check_version(database, path);
}

void prepare(SQLite::Database& database, const std::filesystem::path& path) {
  check(database, path);
  if (version_of(database) != schema_version()) bring_up_to_date(database, path);
}

void harden(SQLite::Database& database) {
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(database.getHandle(), SQLITE_LIMIT_LENGTH, largest_value);
  database.exec("PRAGMA foreign_keys=ON");
}

}  // namespace tidemark::ledger
