#include "core/ledger/tables.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "core/base/error.hpp"
#include "core/ledger/authorizer.hpp"
#include "core/ledger/companions.hpp"
#include "core/ledger/computed.hpp"
#include "core/ledger/database.hpp"
#include "core/ledger/ledger.hpp"
#include "core/ledger/migrations.hpp"
#include "core/ledger/statement.hpp"

namespace tidemark::ledger {
namespace {

using Clock = std::chrono::steady_clock;

/// What a question sees of a ledger, whatever its version.
const char* const ledger_views[] = {
    "CREATE TEMP VIEW runs AS SELECT id AS run,command,base,head,dirty,tool,started_at,finished_at,"
    "planned,exit_code FROM main.runs",
    "CREATE TEMP VIEW verdicts AS SELECT run,automation,verdict,because,cases,mean_before,"
    "mean_after,p_worse,log_e FROM main.verdicts"};

/// A ledger that knew no facts of trials has none to show.
std::string trials_view(int version) {
  const char* facts =
      version < 3 ? "NULL AS cost,NULL AS input_tokens,NULL AS output_tokens,'' AS model,'' AS "
                    "fingerprint"
                  : "nullif(cost,-1) AS cost,nullif(input_tokens,0) AS input_tokens,"
                    "CASE WHEN input_tokens+output_tokens>0 THEN output_tokens END AS "
                    "output_tokens,model,fingerprint";
  const char* made_in = version < 4 ? ",NULL AS made_in" : ",made_in";
  const char* retries = version < 5 ? ",0 AS retries,NULL AS retried_for"
                                    : ",ifnull(retries,0) AS retries,retried_for";
  return std::string(
             "CREATE TEMP VIEW trials AS SELECT run,automation,arm,case_id,repeat,failure,"
             "text,took_us,") +
         facts + made_in + retries + " FROM main.trials";
}

/// Stops what runs on a connection when its time is over.
class Clockwork {
 public:
  Clockwork(sqlite3* database, std::chrono::milliseconds time)
      : database_(database), end_(Clock::now() + time) {
    sqlite3_progress_handler(database_, 1000, is_over, this);
  }
  ~Clockwork() { sqlite3_progress_handler(database_, 0, nullptr, nullptr); }
  Clockwork(const Clockwork&) = delete;
  Clockwork& operator=(const Clockwork&) = delete;

 private:
  static int is_over(void* self) { return Clock::now() >= static_cast<Clockwork*>(self)->end_; }

  sqlite3* database_;
  Clock::time_point end_;
};

std::size_t bytes_of(const Row& row) {
  std::size_t bytes = row.size() * sizeof(Cell);
  for (const Cell& cell : row) {
    if (const auto* text = std::get_if<std::string>(&cell)) bytes += text->size();
  }
  return bytes;
}

/// Why another row would be too much; "" when it is not.
std::string cut_before_another(std::size_t rows, std::size_t bytes, const QueryLimits& limits) {
  const std::string after = "cut after " + std::to_string(rows) + (rows == 1 ? " row" : " rows");
  if (rows == limits.rows) return after + " (--limit N shows more)";
  if (bytes <= limits.bytes) return "";
  return after + ", which is all that " + std::to_string(limits.bytes >> 20U) +
         " MiB hold (ask for less at once)";
}

void refuse_other_files(SQLite::Database& database, const std::filesystem::path& path) {
  if (database.execAndGet("PRAGMA application_id").getInt() != application_id) {
    refuse(path, "a SQLite file of another application (name another file with --ledger)");
  }
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (version < 1 || version > schema_version() || !has_schema(database, version)) {
    refuse(path,
           "its tables are not those that this tidemark makes (name another file with "
           "--ledger)");
  }
}

}  // namespace

struct Tables::Impl {
  std::string name;  ///< of the file, for complaints
  const MemoryBound memory;
  SQLite::Database database;

  Impl(const std::string& file, int flags) : name(file), database(file, flags, patience_ms) {
    // Whatever is sorted or materialised lies in memory, where there is a limit.
    database.exec("PRAGMA temp_store=MEMORY");
  }
  sqlite3* handle() { return database.getHandle(); }

  /// A ledger's tables as they were now; one connection, so that ours can stand beside them.
  static std::unique_ptr<Impl> beside_ledger(const std::filesystem::path& path) {
    check_companions(path);
    auto impl = std::make_unique<Impl>(path.string(), SQLite::OPEN_READONLY);
    harden(impl->database);
    refuse_other_files(impl->database, path);
    return impl;
  }
  static std::unique_ptr<Impl> without_ledger() {
    auto impl = std::make_unique<Impl>(":memory:", SQLite::OPEN_READWRITE);
    migrate(impl->database, schema_version(), [] {});
    return impl;
  }
};

Tables::Tables(const std::optional<std::filesystem::path>& ledger)
    : impl_(guarded(ledger.value_or(":memory:"), [&] {
        auto impl =
            ledger && is_present(*ledger) ? Impl::beside_ledger(*ledger) : Impl::without_ledger();
        for (const char* view : ledger_views) impl->database.exec(view);
        impl->database.exec(trials_view(impl->database.execAndGet("PRAGMA user_version").getInt()));
        // SQLite makes these when they are first asked, which nobody may do later.
        impl->database.execAndGet("SELECT count(*) FROM json_each('[]'),json_tree('[]')");
        bound(impl->handle());
        return impl;
      })) {}
Tables::~Tables() = default;
Tables::Tables(Tables&&) noexcept = default;
Tables& Tables::operator=(Tables&&) noexcept = default;

void Tables::create(const std::string& statement) {
  guarded(impl_->name, [&] { impl_->database.exec(statement); });
}

void Tables::fill(const std::string& table, const std::function<bool(Row&)>& next) {
  guarded(impl_->name, [&] {
    Row row;
    if (!next(row)) return;
    SQLite::Transaction transaction(impl_->database);
    std::string places = "?";
    for (std::size_t i = 1; i < row.size(); ++i) places += ",?";
    const auto insert =
        prepared(impl_->handle(), "INSERT INTO temp." + table + " VALUES(" + places + ")");
    do {
      bind_row(insert.get(), row);
      if (sqlite3_step(insert.get()) != SQLITE_DONE) throw_failure(impl_->handle());
      sqlite3_reset(insert.get());
      row.clear();
    } while (next(row));
    transaction.commit();
  });
}

void Tables::compute(const std::string& table, const std::vector<std::string>& columns,
                     std::size_t keys, std::shared_ptr<const RowSource> source) {
  create_computed(impl_->handle(), table, {columns, keys, std::move(source)});
}

std::set<std::string> Tables::read_by(const std::string& sql) const {
  const ReadersOnly readers(impl_->handle());
  try {
    const auto statement = prepared(impl_->handle(), sql);
    if (sqlite3_stmt_readonly(statement.get()) == 0) {
      throw Error(Fault::security, "sql: only what reads is carried out");
    }
  } catch (const Error&) {
    if (readers.refusal().empty()) throw;
  }
  if (!readers.refusal().empty()) throw Error(Fault::security, "sql: " + readers.refusal());
  return readers.read();
}

Answer Tables::ask(const std::string& sql, const QueryLimits& limits) const {
  read_by(sql);
  const ReadersOnly readers(impl_->handle());
  const Clockwork clockwork(impl_->handle(), limits.time);
  const auto statement = prepared(impl_->handle(), sql);
  Answer answer{columns_of(statement.get()), {}, {}};
  std::size_t bytes = 0;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    answer.cut = cut_before_another(answer.rows.size(), bytes, limits);
    if (!answer.cut.empty()) return answer;
    answer.rows.push_back(row_of(statement.get()));
    bytes += bytes_of(answer.rows.back());
  }
  if (code != SQLITE_DONE) throw_failure(impl_->handle());
  return answer;
}

}  // namespace tidemark::ledger
