#pragma once

#include <memory>
#include <string>

#include "core/ledger/tables.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tidemark::ledger {

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const;
};
using OwnedStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// One statement of somebody else's SQL. Throws Error(usage) when it is none, or more than one.
OwnedStatement prepared(sqlite3* database, const std::string& sql);

/// Bounds what SQL on this connection can ask for in one go, and SQLite's memory in this process.
void bound(sqlite3* database);

/// The names of the columns that the statement answers with.
std::vector<std::string> columns_of(sqlite3_stmt* statement);
/// The row at which the statement stands. A blob is written x'..'.
Row row_of(sqlite3_stmt* statement);
void bind_row(sqlite3_stmt* statement, const Row& row);

/// Throws what SQLite last complained of on this connection: Error(evaluation) for time and memory,
/// else Error(usage).
[[noreturn]] void throw_failure(sqlite3* database);

}  // namespace tidemark::ledger
