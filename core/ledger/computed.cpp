#include "core/ledger/computed.hpp"

#include <sqlite3.h>

#include <cstring>
#include <stdexcept>

#include "core/base/error.hpp"

namespace tidemark::ledger {
namespace {

/// What SQLite estimates by: a key leaves some rows of very many.
constexpr double all_rows = 1e9, rows_of_a_key = 1e3;
constexpr int no_key = -1;

struct Table : sqlite3_vtab {
  const ComputedTable* made_from = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
  std::unique_ptr<RowCursor> rows;
  bool is_at_row = false;
  sqlite3_int64 number = 0;
};

Cursor& cursor_of(sqlite3_vtab_cursor* cursor) { return *static_cast<Cursor*>(cursor); }

/// No exception may cross SQLite.
template <typename Work>
int fenced(Work work) {
  try {
    work();
    return SQLITE_OK;
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  } catch (const std::exception&) {
    return SQLITE_ERROR;
  }
}

int connect(sqlite3* database, void* made_from, int, const char* const*, sqlite3_vtab** table,
            char**) {
  const auto& computed = *static_cast<const ComputedTable*>(made_from);
  std::string columns;
  for (const std::string& column : computed.columns) {
    columns += (columns.empty() ? "" : ",") + column;
  }
  const int code = sqlite3_declare_vtab(database, ("CREATE TABLE x(" + columns + ")").c_str());
  if (code != SQLITE_OK) return code;
  return fenced([&] {
    auto made = std::make_unique<Table>();
    made->made_from = &computed;
    *table = made.release();
  });
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

/// The first key that must equal something decides which rows are made; SQLite checks the rest.
int best_index(sqlite3_vtab* table, sqlite3_index_info* info) {
  const auto keys = static_cast<int>(static_cast<Table*>(table)->made_from->keys);
  info->idxNum = no_key;
  info->estimatedCost = all_rows;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    const bool is_equal = constraint.usable != 0 && constraint.op == SQLITE_INDEX_CONSTRAINT_EQ &&
                          std::strcmp(sqlite3_vtab_collation(info, i), "BINARY") == 0;
    if (!is_equal || constraint.iColumn < 0 || constraint.iColumn >= keys) continue;
    info->idxNum = constraint.iColumn;
    info->estimatedCost = rows_of_a_key;
    info->estimatedRows = static_cast<sqlite3_int64>(rows_of_a_key);
    info->aConstraintUsage[i].argvIndex = 1;
    break;
  }
  return SQLITE_OK;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
  return fenced([&] { *cursor = new Cursor(); });
}

int close(sqlite3_vtab_cursor* cursor) {
  delete &cursor_of(cursor);
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  Cursor& here = cursor_of(cursor);
  ++here.number;
  return fenced([&] { here.is_at_row = here.rows->next(); });
}

/// A key of another type than text equals no id; its text form is compared by SQLite afterwards.
std::optional<RowKey> key_of(int column, sqlite3_value** values) {
  if (column == no_key) return std::nullopt;
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  return RowKey{static_cast<std::size_t>(column), text == nullptr ? "" : text};
}

int filter(sqlite3_vtab_cursor* cursor, int column, const char*, int, sqlite3_value** values) {
  Cursor& here = cursor_of(cursor);
  here.number = 0;
  const auto& source = *static_cast<Table*>(here.pVtab)->made_from->source;
  const int code = fenced([&] { here.rows = source.open(key_of(column, values)); });
  return code == SQLITE_OK ? next(cursor) : code;
}

int is_over(sqlite3_vtab_cursor* cursor) { return cursor_of(cursor).is_at_row ? 0 : 1; }

int put_column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int column) {
  return fenced([&] {
    const Cell cell = cursor_of(cursor).rows->column(static_cast<std::size_t>(column));
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
      sqlite3_result_int64(context, *number);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
      sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else if (const auto* real = std::get_if<double>(&cell)) {
      sqlite3_result_double(context, *real);
    }
  });
}

int row_number(sqlite3_vtab_cursor* cursor, sqlite3_int64* number) {
  *number = cursor_of(cursor).number;
  return SQLITE_OK;
}

sqlite3_module module_of_computed_tables() {
  sqlite3_module module{};
  module.xCreate = connect;
  module.xConnect = connect;
  module.xBestIndex = best_index;
  module.xDisconnect = disconnect;
  module.xDestroy = disconnect;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = is_over;
  module.xColumn = put_column;
  module.xRowid = row_number;
  return module;
}

void forget(void* made_from) { delete static_cast<ComputedTable*>(made_from); }

}  // namespace

void create_computed(sqlite3* database, const std::string& name, ComputedTable table) {
  static const sqlite3_module module = module_of_computed_tables();
  auto made_from = std::make_unique<ComputedTable>(std::move(table));
  const std::string sql = "CREATE VIRTUAL TABLE temp." + name + " USING " + name;
  // SQLite forgets what it was given even when it refuses it.
  if (sqlite3_create_module_v2(database, name.c_str(), &module, made_from.release(), forget) !=
          SQLITE_OK ||
      sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw Error(Fault::internal, "sql: table " + name + ": " + sqlite3_errmsg(database));
  }
}

}  // namespace tidemark::ledger
