#pragma once

#include <cstdint>
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

/// Bounds what SQL on this connection can ask for in one go.
void bound(sqlite3* database);

/// As long as it is there SQLite gets so much memory in this process and no more; SQLite knows no
/// bound for one connection.
class MemoryBound {
 public:
  MemoryBound();
  ~MemoryBound();
  MemoryBound(const MemoryBound&) = delete;
  MemoryBound& operator=(const MemoryBound&) = delete;

 private:
  const std::int64_t before_;
};

/// The names of the columns that the statement answers with.
std::vector<std::string> columns_of(sqlite3_stmt* statement);
/// The row at which the statement stands. A blob is written x'..'.
Row row_of(sqlite3_stmt* statement);
void bind_row(sqlite3_stmt* statement, const Row& row);

/// Throws what SQLite last complained of on this connection: Error(evaluation) for time and memory,
/// else Error(usage).
[[noreturn]] void throw_failure(sqlite3* database);

}  // namespace tidemark::ledger
