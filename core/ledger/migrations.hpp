#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace SQLite {
class Database;
}

namespace tidemark::ledger {

/// "tide" in ASCII: marks a SQLite file as a ledger of ours (PRAGMA application_id).
inline constexpr int application_id = 0x74696465;

/// PRAGMA user_version of a ledger that has been through all migrations.
int schema_version();

/// Carries out the migrations that come after the database's own user_version, up to `version`,
/// within the caller's transaction. A database of version 0 is empty. `before` comes before each
/// statement.
void migrate(SQLite::Database& database, int version, const std::function<void()>& before);

/// Whether tables, indices, views and triggers are those of a ledger of that version.
bool has_schema(SQLite::Database& database, int version);

/// The SHA-256 of newest_schema() as SQLite writes it now, hex, by which has_schema() knows most
/// ledgers at once. Any other is compared with one that is made in memory, which takes
/// milliseconds.
std::string_view usual_schema_hash();
std::string newest_schema();

}  // namespace tidemark::ledger
