#include "core/ledger/ledger.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "core/base/error.hpp"
#include "tests/core/ledger/ledger_kit.hpp"

namespace tidemark::ledger {
namespace {

using namespace kit;

std::int64_t run_of_two_trials(Ledger& book) {
  const auto run = book.begin({"gate", "aaaa", "bbbb", true, "0.1.0", {}}, {}).run;
  book.add(run, two_trials());
  return run;
}

}  // namespace

TEST_CASE("a ledger is made when absent, for its owner only") {
  const Folder folder;
  const Ledger book = Ledger::open(folder / "state/ledger.sqlite");
  CHECK(book.runs(10).empty());
  struct stat status {};
  REQUIRE(::stat(book.path().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("runs are listed newest first with what came of them") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l.sqlite");
  const auto first = run_of_two_trials(book);
  book.finish(first, {2, 10, "{}", {regressed()}, {}});
  book.begin({"replay", "", "bbbb", false, "0.1.0", {}}, {});
  const auto runs = Ledger::open(folder / "l.sqlite").runs(10);
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].command == "replay");
  CHECK(runs[0].exit_code == -1);
  CHECK(runs[1].trials == 2);
  CHECK(runs[1].failures == 1);
  CHECK(runs[1].exit_code == 10);
  CHECK(runs[1].dirty);
}

TEST_CASE("a finished run testifies through a connection of its own") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l.sqlite");
  const auto run = run_of_two_trials(book);
  book.finish(run, {2, 10, R"({"a":1})", {regressed()}, {}});
  const auto said = ledger::testimony(book.path(), run);
  CHECK(said.planned == 2);
  CHECK(said.trials == 2);
  CHECK(said.exit_code == 10);
  CHECK(said.report == R"({"a":1})");
  CHECK(said.verdicts == std::vector{VerdictKind::regressed});
}

TEST_CASE("an unfinished run does not testify") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l.sqlite");
  const auto run = run_of_two_trials(book);
  CHECK_THROWS_AS(ledger::testimony(book.path(), run), Error);
}

TEST_CASE("a report that was changed behind our back is found by its hash") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l.sqlite");
  const auto run = run_of_two_trials(book);
  book.finish(run, {2, 10, R"({"exit":10})", {regressed()}, {}});
  execute(book.path(), "UPDATE runs SET report='{\"exit\":0}'");
  CHECK_THROWS_WITH_AS(
      ledger::testimony(book.path(), run),
      ("ledger " + book.path().string() + ": the report of run 1 does not match its hash").c_str(),
      Error);
}

TEST_CASE("the same trial is counted once: a second record of it is refused") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l.sqlite");
  const auto run = run_of_two_trials(book);
  const std::vector<ledger::TrialRecord> again = {{router, "base", good("c", 0)},
                                                  {router, "base", good("a", 0)}};
  CHECK_THROWS_AS(book.add(run, again), Error);
  CHECK(book.runs(1).front().trials == 2);
}

TEST_CASE("what is no ledger of ours is refused and left as it was") {
  const Folder folder;
  folder.write("empty", "");
  CHECK(refusal(folder / "empty") ==
        "ledger PATH: zero-length, so its runs are lost (move it away to start an empty ledger)");
  folder.write("text", std::string(5000, 'x'));
  CHECK(refusal(folder / "text") == "ledger PATH: file is not a database");
  CHECK(folder.read("text") == std::string(5000, 'x'));
  std::filesystem::create_directory(folder / "folder");
  CHECK(refusal(folder / "folder") == "ledger PATH: not a regular file");
  execute(folder / "foreign", "CREATE TABLE t(a)");
  CHECK(refusal(folder / "foreign") ==
        "ledger PATH: a SQLite file of another application (name another file with --ledger)");
  Ledger::open(folder / "newer");
  execute(folder / "newer", "PRAGMA user_version=99");
  CHECK(refusal(folder / "newer") ==
        "ledger PATH: written by a newer tidemark (version 99, this one knows 6)");
}

TEST_CASE("two ledgers on one file both keep their runs") {
  const Folder folder;
  Ledger one = Ledger::open(folder / "l.sqlite");
  Ledger two = Ledger::open(folder / "l.sqlite");
  run_of_two_trials(one);
  run_of_two_trials(two);
  CHECK(one.runs(10).size() == 2);
}

}  // namespace tidemark::ledger
