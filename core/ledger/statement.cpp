#include "core/ledger/statement.hpp"

#include <sqlite3.h>

#include "core/base/error.hpp"

namespace tidemark::ledger {
namespace {

constexpr sqlite3_int64 memory_limit = sqlite3_int64{256} << 20U;
/// As much as one output of an automation may have, and some.
constexpr int value_limit = 17 << 20;

std::string blob_text(const unsigned char* bytes, int size) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text = "x'";
  for (int i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 15U];
  }
  return text + "'";
}

Cell cell_of(sqlite3_stmt* statement, int column) {
  const auto size = [&] { return sqlite3_column_bytes(statement, column); };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_TEXT:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                         static_cast<std::size_t>(size()));
    case SQLITE_BLOB:
      return blob_text(static_cast<const unsigned char*>(sqlite3_column_blob(statement, column)),
                       size());
    default:
      return {};
  }
}

/// Whether only white space, comments and semicolons are left.
bool is_blank(sqlite3* database, const char* rest) {
  while (*rest != '\0') {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database, rest, -1, &statement, &rest);
    const OwnedStatement owned(statement);
    if (code != SQLITE_OK || owned) return false;
  }
  return true;
}

}  // namespace

void FinalizeStatement::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

OwnedStatement prepared(sqlite3* database, const std::string& sql) {
  if (sql.find('\0') != std::string::npos) throw Error(Fault::usage, "sql: holds a zero byte");
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, &rest);
  OwnedStatement owned(statement);
  if (code != SQLITE_OK) throw_failure(database);
  if (!owned) throw Error(Fault::usage, "sql: no statement is given (e.g. SELECT * FROM entities)");
  if (!is_blank(database, rest)) throw Error(Fault::usage, "sql: one statement at a time");
  return owned;
}

MemoryBound::MemoryBound() : before_(sqlite3_hard_heap_limit64(memory_limit)) {}

MemoryBound::~MemoryBound() {
  sqlite3_hard_heap_limit64(before_);
  sqlite3_soft_heap_limit64(before_);
}

void bound(sqlite3* database) {
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, value_limit);
  sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 100'000);
  sqlite3_limit(database, SQLITE_LIMIT_COLUMN, 200);
  sqlite3_limit(database, SQLITE_LIMIT_EXPR_DEPTH, 200);
  sqlite3_limit(database, SQLITE_LIMIT_COMPOUND_SELECT, 50);
  sqlite3_limit(database, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database, SQLITE_LIMIT_TRIGGER_DEPTH, 0);
  sqlite3_limit(database, SQLITE_LIMIT_WORKER_THREADS, 0);
}

std::vector<std::string> columns_of(sqlite3_stmt* statement) {
  std::vector<std::string> names;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    names.emplace_back(sqlite3_column_name(statement, i));
  }
  return names;
}

Row row_of(sqlite3_stmt* statement) {
  Row row;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) row.push_back(cell_of(statement, i));
  return row;
}

void bind_row(sqlite3_stmt* statement, const Row& row) {
  for (int i = 0; i < static_cast<int>(row.size()); ++i) {
    const Cell& cell = row[static_cast<std::size_t>(i)];
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
      sqlite3_bind_int64(statement, i + 1, *number);
    } else if (const auto* real = std::get_if<double>(&cell)) {
      sqlite3_bind_double(statement, i + 1, *real);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
      sqlite3_bind_text64(statement, i + 1, text->data(), text->size(), SQLITE_TRANSIENT,
                          SQLITE_UTF8);
    } else {
      sqlite3_bind_null(statement, i + 1);
    }
  }
}

void throw_failure(sqlite3* database) {
  switch (sqlite3_errcode(database)) {
    case SQLITE_NOMEM:
      throw Error(Fault::evaluation,
                  "sql: needs more than 256 MiB of memory (ask for less at once)");
    case SQLITE_INTERRUPT:
      throw Error(Fault::evaluation,
                  "sql: not done in time (ask for less, or give --timeout a longer time)");
    case SQLITE_TOOBIG:
      throw Error(Fault::evaluation, "sql: a value has more than 17 MiB (ask for less at once)");
    default: {
      const std::string fact = sqlite3_errmsg(database);
      // SQLite sees that a view cannot be written before it asks the authorizer.
      const bool writes = fact.starts_with("cannot modify ");
      if (writes) throw Error(Fault::security, "sql: " + fact + ": the tables can only be read");
      throw Error(Fault::usage, "sql: " + fact);
    }
  }
}

}  // namespace tidemark::ledger
