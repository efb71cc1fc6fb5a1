#pragma once

#include <functional>
#include <string>

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

/// The text of all tables, indices, views and triggers, in one order.
std::string schema_text(SQLite::Database& database);

/// What schema_text() says of a ledger of that version.
std::string expected_schema(int version);

}  // namespace tidemark::ledger
