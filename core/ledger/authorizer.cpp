#include "core/ledger/authorizer.hpp"

#include <sqlite3.h>

#include <array>
#include <string_view>

namespace tidemark::ledger {
namespace {

/// SQLite's functions that reach beyond the tables, or that tell about the process.
constexpr std::array<std::string_view, 6> refused_functions = {
    "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "sqlite_log"};

std::string word_of(int action, const std::string& table) {
  if (table.starts_with("sqlite_")) return "a change of tables";
  switch (action) {
    case SQLITE_INSERT:
      return "INSERT";
    case SQLITE_UPDATE:
      return "UPDATE";
    case SQLITE_DELETE:
      return "DELETE";
    case SQLITE_ATTACH:
      return "ATTACH";
    case SQLITE_DETACH:
      return "DETACH";
    case SQLITE_PRAGMA:
      return "PRAGMA";
    case SQLITE_TRANSACTION:
      return "a transaction";
    case SQLITE_SAVEPOINT:
      return "a savepoint";
    case SQLITE_ANALYZE:
      return "ANALYZE";
    case SQLITE_REINDEX:
      return "REINDEX";
    case SQLITE_ALTER_TABLE:
      return "ALTER TABLE";
    default:
      return "a change of tables";
  }
}

bool is_json_table(const std::string& table) {
  return table == "json_each" || table == "json_tree";
}

/// A table of the ledger that a view of ours shows.
bool is_shown(const std::string& table) {
  return table == "runs" || table == "trials" || table == "verdicts";
}

std::string text_of(const char* word) { return word == nullptr ? "" : word; }

}  // namespace

ReadersOnly::ReadersOnly(sqlite3* database) : database_(database) {
  sqlite3_set_authorizer(database_, decide, this);
}
ReadersOnly::~ReadersOnly() { sqlite3_set_authorizer(database_, nullptr, nullptr); }

int ReadersOnly::refuse(const std::string& sentence) {
  if (refusal_.empty()) refusal_ = sentence;
  return SQLITE_DENY;
}

int ReadersOnly::read_of(const std::string& table, const std::string& column,
                         const std::string& database, const char* accessor) {
  if (table.starts_with("sqlite_")) {
    return refuse(table + " is refused (`tidemark sql --tables` describes the tables)");
  }
  // Where only rows are counted, SQLite does not say through which view.
  const bool is_counted = column.empty() && is_shown(table);
  if (database == "main" && accessor == nullptr && !is_counted && !is_json_table(table)) {
    return refuse("the ledger's own table " + table +
                  " is refused (`tidemark sql --tables` describes what can be asked)");
  }
  read_.insert(table);
  if (accessor != nullptr) read_.insert(accessor);
  return SQLITE_OK;
}

int ReadersOnly::decide(void* self, int action, const char* first, const char* second,
                        const char* database, const char* accessor) {
  auto& readers = *static_cast<ReadersOnly*>(self);
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_READ:
      return readers.read_of(text_of(first), text_of(second), text_of(database), accessor);
    case SQLITE_FUNCTION:
      for (const std::string_view name : refused_functions) {
        if (second == name)
          return readers.refuse("the function " + std::string(name) + " is refused");
      }
      return SQLITE_OK;
    default:
      return readers.refuse(word_of(action, text_of(first)) +
                            " is refused: the tables can only be read");
  }
}

}  // namespace tidemark::ledger
