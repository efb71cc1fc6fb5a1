#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/core/ledger/ledger_kit.hpp"

namespace tidemark::ledger {

using namespace kit;

TEST_CASE("another ledger's log beside a ledger is refused, and neither is touched") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "other");
  const RunStart start{"gate", "b", "h", false, "0.1.0", {{"base", "b"}}};
  book.add(book.begin(start, {}).run, two_trials());
  Ledger::open(folder / "l");
  std::filesystem::copy(folder / "other-wal", folder / "l-wal");
  const std::string before = folder.read("l"), log = folder.read("l-wal");
  CHECK(refusal(folder / "l") ==
        "ledger PATH: " + (folder / "l-wal").string() + " lies beside it without " +
            (folder / "l-shm").string() +
            ", so it may be another ledger's (move it away, or make an empty " +
            (folder / "l-shm").string() + " if both were copied together)");
  CHECK(folder.read("l") == before);
  CHECK(folder.read("l-wal") == log);
}

TEST_CASE("a ledger that was copied with its log is whole once the index is asked for") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const RunStart start{"gate", "b", "h", false, "0.1.0", {{"base", "b"}}};
  book.add(book.begin(start, {}).run, two_trials());
  std::filesystem::copy(folder / "l", folder / "copy");
  std::filesystem::copy(folder / "l-wal", folder / "copy-wal");
  folder.write("copy-shm", "");
  CHECK(Ledger::open(folder / "copy").begin(start, {}).kept.size() == 2);
}

TEST_CASE("another database's hot journal is not rolled into a ledger") {
  const Folder folder;
  Ledger::open(folder / "l");
  execute(folder / "other", "CREATE TABLE t(a); INSERT INTO t VALUES(zeroblob(20000))");
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open((folder / "other").c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other,
                       "PRAGMA cache_size=1; BEGIN; UPDATE t SET a=randomblob(20000);"
                       "INSERT INTO t VALUES(randomblob(500000))",
                       nullptr, nullptr, nullptr) == SQLITE_OK);
  std::filesystem::copy(folder / "other-journal", folder / "l-journal");
  sqlite3_close(other);
  const std::string before = folder.read("l"), journal = folder.read("l-journal");
  REQUIRE(journal.size() > 512);
  CHECK(refusal(folder / "l") ==
        "ledger PATH: " + (folder / "l-journal").string() +
            " beside it would be rolled back into it, and no ledger leaves one (move it away)");
  CHECK(folder.read("l") == before);
  CHECK(folder.read("l-journal") == journal);
  std::filesystem::remove(folder / "l-journal");
  CHECK(Ledger::open(folder / "l").runs(1).empty());
}

TEST_CASE("what is no plain file beside a ledger is refused without being read") {
  for (const char* const ending : {"-journal", "-wal", "-shm"}) {
    CAPTURE(ending);
    const Folder folder;
    Ledger::open(folder / "l");
    const std::string companion = (folder / (std::string("l") + ending)).string();
    REQUIRE(::mkfifo(companion.c_str(), 0600) == 0);
    CHECK(refusal(folder / "l") ==
          "ledger PATH: " + companion + " beside it is not a regular file");
  }
}

}  // namespace tidemark::ledger
