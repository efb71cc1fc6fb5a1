#pragma once

#include <filesystem>

#include "core/ledger/ledger.hpp"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace tidemark::ledger {

/// The columns that trial_of() reads, of the run bound to the first parameter.
inline constexpr const char* trials_of_run =
    "SELECT automation,arm,case_id,repeat,failure,text,text_hash,took_us,retry,retry_after_ms,cost,"
    "input_tokens,output_tokens,model,fingerprint,made_in,retried_for FROM trials WHERE run=?";

/// A row of the table trials. Throws Error(store) when its text does not match its hash.
TrialRecord trial_of(SQLite::Statement& row, const std::filesystem::path& path, std::int64_t run);

/// Binds what trial_of() reads of the facts, from the parameter `first` on. They must stay until
/// the row is written.
void bind_facts(SQLite::Statement& insert, int first, const Facts& facts);

/// Binds how many there are, and what trial_of() reads of them.
void bind_retries(SQLite::Statement& insert, int first, const Retries& retries);

/// What trial_of() checks: SHA-256 over all that a verdict may rest on.
std::string outcome_hash(const Outcome& outcome);

/// Binds nothing in place of an empty text.
void bind_or_null(SQLite::Statement& statement, int index, const std::string& text);

/// Newest first, texts cut after 80 code points.
std::vector<RunSummary> newest_runs(SQLite::Database& database, std::size_t most);

}  // namespace tidemark::ledger
