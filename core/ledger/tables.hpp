#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace tidemark::ledger {

/// One value of a table; nothing is NULL.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;
using Row = std::vector<Cell>;

/// Asks for the rows of a computed table in which one of its keys has this text.
struct RowKey {
  std::size_t column = 0;
  std::string text;
};

/// Rows of a computed table, one after the other.
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  /// Goes to the first or the next row; false when there is none.
  virtual bool next() = 0;
  virtual Cell column(std::size_t number) const = 0;
};

/// What makes the rows of a computed table whenever they are asked for.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// All rows, or those that the key leaves.
  virtual std::unique_ptr<RowCursor> open(const std::optional<RowKey>& key) const = 0;
};

/// How much one question may cost.
struct QueryLimits {
  std::size_t rows = 10'000;
  std::size_t bytes = std::size_t{64} << 20U;  ///< of all values of the answer
  std::chrono::milliseconds time{10'000};
};

/// What a question came to.
struct Answer {
  std::vector<std::string> columns;
  std::vector<Row> rows;
  std::string cut;  ///< why there are no more rows, as a sentence's half; "" when these are all
};

/// Tables in memory, beside those of a ledger that is only read, which anybody may ask and nobody
/// can change: whatever SQL says, nothing is written, attached, loaded or configured, and neither
/// time nor memory is without bounds. One at a time in a process: the bound on SQLite's memory is
/// the process' own.
class Tables {
 public:
  /// With a ledger its runs, trials and verdicts can be asked as tables of these names; without one
  /// they are empty. Throws Error(store) when the file cannot serve.
  explicit Tables(const std::optional<std::filesystem::path>& ledger);
  ~Tables();
  Tables(Tables&&) noexcept;
  Tables& operator=(Tables&&) noexcept;

  /// Carries out a statement of ours: CREATE TEMP TABLE, VIEW or INDEX.
  void create(const std::string& statement);
  /// Appends rows to a table that create() made. `next` puts one row into its argument, or returns
  /// false when there is no more.
  void fill(const std::string& table, const std::function<bool(Row&)>& next);

  /// Makes a table whose rows are computed: too many to keep, quickly made for a key. The first
  /// `keys` columns are its keys.
  void compute(const std::string& table, const std::vector<std::string>& columns, std::size_t keys,
               std::shared_ptr<const RowSource> source);

  /// The tables and views that a statement reads. Throws Error(usage) when it is not one statement
  /// of SQL about tables that exist, Error(security) when it is one that is refused.
  std::set<std::string> read_by(const std::string& sql) const;
  /// Carries out one statement that reads. Throws as read_by() does, and Error(evaluation) when it
  /// needs more time or memory than it may have.
  Answer ask(const std::string& sql, const QueryLimits& limits) const;

 private:
  struct Impl;  // SQLite stays in the .cpp
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::ledger
