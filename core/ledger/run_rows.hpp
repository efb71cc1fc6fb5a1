#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/ledger/ledger.hpp"

namespace SQLite {
class Database;
}

namespace tidemark::ledger {

/// SHA-256 over the parts; "" when there are none.
std::string key_of(const RunParts& parts);

/// The newest run of this key that was begun within a day and not delivered, with its trials.
std::optional<Begun> undelivered_run(SQLite::Database& database, const std::filesystem::path& path,
                                     const std::string& key);

/// Inserts a run, and finds the one of the same command that a death cut off after the last that
/// was delivered.
Begun new_run(SQLite::Database& database, const std::filesystem::path& path, const RunStart& start,
              const std::string& key);

/// Notes which process has the run.
void sign_run(SQLite::Database& database, std::int64_t run);

/// Which process has the run of this key, for one that waited in vain.
std::string owner_sentence(SQLite::Database& database, const std::string& key);

}  // namespace tidemark::ledger
