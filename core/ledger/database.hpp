#pragma once

#include <filesystem>
#include <string>

namespace SQLite {
class Database;
}

namespace tidemark::ledger {

/// How long SQLite waits for another writer, in milliseconds.
inline constexpr int patience_ms = 10'000;

/// Throws Error(store) naming the ledger.
[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& fact);
/// Throws the exception in flight again: what SQLite says as Error(store), where a disk is full or
/// ails with the bytes that are free; any other as it is.
[[noreturn]] void rethrow_as_ours(const std::filesystem::path& path);

/// A place where the disk may fail, as fault_point() has it. Throws Error(store) then.
void may_fail(const std::filesystem::path& path, const char* site);

/// Does the work. Foreign exceptions stay in this module.
template <typename Work>
auto guarded(const std::filesystem::path& path, Work work) {
  try {
    return work();
  } catch (...) {
    rethrow_as_ours(path);
  }
}

/// Refuses what SQLite would take for an empty database or would follow elsewhere. True when the
/// file is there.
bool is_present(const std::filesystem::path& path);

/// Makes an empty ledger beside its place and brings it there whole, so that nobody ever sees a
/// part of it. For whoever holds the lock `making`, as prepare().
void create(const std::filesystem::path& path);

/// Refuses an open file that is not a ledger of ours or that is damaged.
void check(SQLite::Database& database, const std::filesystem::path& path);

/// Makes an open file fit for use: refuses one that is not a ledger of ours or that is damaged, and
/// carries out the migrations it lacks after a copy of it was put beside it, PATH.version-N.
void prepare(SQLite::Database& database, const std::filesystem::path& path);

/// Lets SQLite trust nothing that is written in the file, nor take any amount of it into memory.
/// For every connection.
void harden(SQLite::Database& database);

}  // namespace tidemark::ledger
