#include "core/ledger/tables.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/ledger/migrations.hpp"
#include "tests/core/ledger/ledger_kit.hpp"

namespace tidemark::ledger {
namespace {

using namespace kit;

std::string text_of(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* real = std::get_if<double>(&cell)) return std::to_string(*real);
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return "-";
}

std::string text_of(const Answer& answer) {
  std::string text;
  for (const Row& row : answer.rows) {
    for (const Cell& cell : row) text += text_of(cell) + ' ';
    text += '/';
  }
  return text + answer.cut;
}

/// Makes of a ledger one of an earlier version, with what that can hold of its runs and trials.
void make_older(const std::filesystem::path& file, int version) {
  const std::filesystem::path older = file.string() + ".older";
  {
    SQLite::Database database(older.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(database, version, [] {});
    database.exec("PRAGMA application_id=" + std::to_string(application_id));
    database.exec("ATTACH '" + file.string() + "' AS now");
    for (const std::string table : {"runs", "trials"}) {
      const std::string columns =
          database.execAndGet("SELECT group_concat(name) FROM pragma_table_info('" + table + "')")
              .getString();
      database.exec("INSERT INTO main." + table + "(" + columns + ") SELECT " + columns +
                    " FROM now." + table);
    }
  }
  std::filesystem::rename(older, file);
}

Tables letters(const std::optional<std::filesystem::path>& ledger = {}) {
  Tables tables(ledger);
  tables.create("CREATE TEMP TABLE letters(name TEXT,place INTEGER)");
  std::int64_t next = 0;
  tables.fill("letters", [&](Row& row) {
    if (next == 3) return false;
    row = {std::string(1, static_cast<char>('a' + next)), next};
    ++next;
    return true;
  });
  return tables;
}

/// "CODE TEXT" of the error that the statement ends with, or its answer.
std::string asked(const Tables& tables, const std::string& sql, const QueryLimits& limits = {}) {
  try {
    return text_of(tables.ask(sql, limits));
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.fault())) + ' ' + error.what();
  }
}

std::string asked(const std::string& sql, const QueryLimits& limits = {}) {
  return asked(letters(), sql, limits);
}

constexpr const char* endless =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT ";

}  // namespace

TEST_CASE("tables are asked in SQL, and columns come with their names") {
  const Answer answer = letters().ask("SELECT name AS letter, place FROM letters", {});
  CHECK(answer.columns == std::vector<std::string>{"letter", "place"});
  CHECK(text_of(answer) == "a 0 /b 1 /c 2 /");
  CHECK(asked("SELECT 1.5, NULL, x'00ff', 'x'") == "1.500000 - x'00ff' x /");
  CHECK(asked("SELECT value FROM json_each('[7,8]')") == "7 /8 /");
  CHECK(asked("SELECT name FROM letters WHERE place>5") == "");
}

TEST_CASE("only one statement that reads is carried out") {
  CHECK(asked("SELECT 1; SELECT 2") == "64 sql: one statement at a time");
  CHECK(asked("SELECT 1; -- and no more\n;") == "1 /");
  CHECK(asked("") == "64 sql: no statement is given (e.g. SELECT * FROM entities)");
  CHECK(asked("-- nothing") == "64 sql: no statement is given (e.g. SELECT * FROM entities)");
  CHECK(asked(std::string("SELECT 1\0", 9)) == "64 sql: holds a zero byte");
  CHECK(asked("SELECT * FORM letters") == "64 sql: near \"FORM\": syntax error");
  CHECK(asked("SELECT * FROM numbers") == "64 sql: no such table: numbers");
}

TEST_CASE("whatever writes, attaches, configures or loads is refused and says so") {
  const std::string only = " is refused: the tables can only be read";
  CHECK(asked("INSERT INTO letters VALUES('d',3)") == "23 sql: INSERT" + only);
  CHECK(asked("UPDATE letters SET place=0") == "23 sql: UPDATE" + only);
  CHECK(asked("DELETE FROM letters") == "23 sql: DELETE" + only);
  CHECK(asked("DROP TABLE letters") == "23 sql: a change of tables" + only);
  CHECK(asked("CREATE TABLE more(x)") == "23 sql: a change of tables" + only);
  CHECK(asked("CREATE TEMP VIEW more AS SELECT 1") == "23 sql: a change of tables" + only);
  CHECK(asked("ALTER TABLE letters ADD COLUMN x") == "23 sql: ALTER TABLE" + only);
  CHECK(asked("ATTACH '/etc/passwd' AS other") == "23 sql: ATTACH" + only);
  CHECK(asked("DETACH temp") == "23 sql: DETACH" + only);
  CHECK(asked("PRAGMA temp_store=FILE") == "23 sql: PRAGMA" + only);
  CHECK(asked("SELECT * FROM pragma_database_list") == "23 sql: a change of tables" + only);
  CHECK(asked("BEGIN") == "23 sql: a transaction" + only);
  CHECK(asked("SAVEPOINT here") == "23 sql: a savepoint" + only);
  CHECK(asked("VACUUM INTO '/tmp/out'") == "23 sql: only what reads is carried out");
  CHECK(asked("SELECT load_extension('x')") == "23 sql: the function load_extension is refused");
  CHECK(asked("SELECT fts3_tokenizer('simple')") ==
        "23 sql: the function fts3_tokenizer is refused");
  CHECK(asked("SELECT * FROM sqlite_schema").starts_with("23 sql: sqlite_"));
  CHECK(asked("SELECT count(*) FROM letters") == "3 /");
}

TEST_CASE("a refused statement changes nothing for the next one") {
  const Tables tables = letters();
  CHECK(asked(tables, "DELETE FROM letters").starts_with("23"));
  CHECK(asked(tables, "SELECT count(*) FROM letters") == "3 /");
}

TEST_CASE("read_by names the tables, through views too") {
  Tables tables = letters();
  tables.create("CREATE TEMP VIEW vowels AS SELECT name FROM letters WHERE name='a'");
  CHECK(tables.read_by("SELECT 1") == std::set<std::string>{});
  CHECK(tables.read_by("SELECT count(*) FROM letters") == std::set<std::string>{"letters"});
  CHECK(tables.read_by("SELECT 1 FROM runs WHERE EXISTS (SELECT name FROM vowels)") ==
        std::set<std::string>{"letters", "runs", "vowels"});
}

TEST_CASE("rows, time and memory have bounds") {
  using std::chrono::milliseconds;
  CHECK(asked(endless + std::string("x FROM n"), {.rows = 2}) ==
        "1 /2 /cut after 2 rows (--limit N shows more)");
  CHECK(asked("SELECT name FROM letters", {.rows = 3}) == "a /b /c /");
  CHECK(asked(endless + std::string("count(*) FROM n"), {.time = milliseconds(50)}) ==
        "20 sql: not done in time (ask for less, or give --timeout a longer time)");
  CHECK(asked("SELECT zeroblob(100000000)") ==
        "20 sql: a value has more than 17 MiB (ask for less at once)");
  CHECK(asked(endless + std::string("zeroblob(16000000) AS b FROM n ORDER BY b"),
              {.time = milliseconds(60'000)}) ==
        "20 sql: needs more than 256 MiB of memory (ask for less at once)");
  const Answer big = letters().ask(endless + std::string("hex(zeroblob(4000000)) FROM n"), {});
  CHECK(big.rows.size() == 9);
  CHECK(big.cut == "cut after 9 rows, which is all that 64 MiB hold (ask for less at once)");
  // They are the tables', and not of whatever else SQLite does here.
  CHECK(sqlite3_hard_heap_limit64(-1) == 0);
}

TEST_CASE("a ledger is read beside our tables, by its documented columns only") {
  const Folder folder;
  const auto file = folder / "l.sqlite";
  {
    Ledger book = Ledger::open(file);
    const auto run = book.begin({"gate", "aaaa", "bbbb", true, "0.1.0", {}}, {}).run;
    book.add(run, two_trials());
    book.finish(run, {2, 10, "{}", {regressed()}, {}});
  }
  const Tables tables = letters(file);
  CHECK(asked(tables, "SELECT run,command,base,exit_code FROM runs") == "1 gate aaaa 10 /");
  CHECK(asked(tables, "SELECT count(*),count(failure) FROM trials") == "2 1 /");
  CHECK(asked(tables, "SELECT count(*) FROM trials") == "2 /");
  CHECK(asked(tables, "SELECT verdict FROM verdicts JOIN letters ON place=0") == "REGRESSED /");
  CHECK(asked(tables, "SELECT report FROM runs") == "64 sql: no such column: report");
  CHECK(asked(tables, "SELECT report FROM main.runs").starts_with("23 sql: the ledger's own"));
  CHECK(asked(tables, "SELECT count(*) FROM main.run_parts").starts_with("23 "));
  CHECK(asked(tables, "DELETE FROM main.runs").starts_with("23 "));
}

TEST_CASE("facts of trials can be asked, also of a ledger that knew none") {
  const Folder folder;
  const auto file = folder / "l";
  {
    Ledger book = Ledger::open(file);
    book.add(book.begin({}, {}).run, std::vector<TrialRecord>{{router, "base", paid("a", 0)}});
  }
  const char* question =
      "SELECT cost,input_tokens,output_tokens,model,fingerprint,ifnull(made_in,'here') FROM trials";
  CHECK(asked(letters(file), question) == "0.500000 12 3 m-2 fp here /");
  CHECK(Past(file).trials(1, router).front().outcome.facts.cost == 0.5);
  make_older(file, 2);
  CHECK(asked(letters(file), question) == "- - -   here /");
}

TEST_CASE("retries of trials can be asked, also of a ledger that knew none, which learns of them") {
  const Folder folder;
  const auto file = folder / "l";
  Outcome retried = good("a", 0);
  retried.retries = {{FailureKind::rate_limited, 2}, {FailureKind::plugin_crash, 1}};
  const std::vector<TrialRecord> trials = {{router, "base", retried},
                                           {router, "base", good("b", 0)}};
  {
    Ledger book = Ledger::open(file);
    book.add(book.begin({}, {}).run, trials);
  }
  const char* question = "SELECT case_id,retries,ifnull(retried_for,'-') FROM trials";
  CHECK(asked(letters(file), question) == R"(a 3 {"plugin_crash":1,"rate_limited":2} /b 0 - /)");
  make_older(file, 4);
  CHECK(asked(letters(file), question) == "a 0 - /b 0 - /");
  {
    Ledger book = Ledger::open(file);
    CHECK(std::filesystem::exists(folder / "l.version-4"));
    book.add(book.begin({}, {}).run, trials);
  }
  CHECK(asked(letters(file), "SELECT run,sum(retries) FROM trials GROUP BY 1") == "1 0 /2 3 /");
}

TEST_CASE("an absent ledger is empty and is not made; a foreign one is refused") {
  const Folder folder;
  CHECK(asked(letters(folder / "none.sqlite"), "SELECT count(*) FROM runs,trials,verdicts") ==
        "0 /");
  CHECK_FALSE(std::filesystem::exists(folder / "none.sqlite"));
  write_file_atomically(folder / "other.sqlite", "this is no database, whatever its name says");
  CHECK_THROWS_AS(letters(folder / "other.sqlite"), Error);
}

}  // namespace tidemark::ledger
