#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <random>

#include "tests/core/ledger/ledger_kit.hpp"

namespace tidemark::ledger {
namespace {

using namespace kit;

/// A ledger of some runs, closed, all of it in one file.
std::string bytes_of_a_ledger(const Folder& folder, int runs) {
  {
    Ledger book = Ledger::open(folder / "made");
    for (int i = 0; i < runs; ++i) {
      const auto run = book.begin({"gate", "aaaa", "bbbb", true, "0.1.0", {}}, {}).run;
      book.add(run, two_trials());
      book.finish(run, {2, 10, "{}", {regressed()}, {}});
    }
  }
  REQUIRE_FALSE(std::filesystem::exists(folder / "made-wal"));
  return folder.read("made");
}

/// While it lives no file may grow past `bytes`, and a try is an error instead of a signal.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  rlimit before_{};
};

constexpr const char* strange_tables =
    "ledger PATH: its tables are not those that tidemark makes (name another file with --ledger)";

}  // namespace

TEST_CASE("a ledger that was cut anywhere is refused or whole, and left as it is") {
  const Folder folder;
  const std::string whole = bytes_of_a_ledger(folder, 20);
  for (std::size_t size = 512; size < whole.size(); size += 512) {
    CAPTURE(size);
    folder.write("cut", whole.substr(0, size));
    const std::string told = refusal(folder / "cut");
    CHECK(told.starts_with("ledger PATH: "));
    CHECK(folder.read("cut") == whole.substr(0, size));
  }
}

TEST_CASE("random bytes are no ledger, wherever they lie") {
  const Folder folder;
  const std::string whole = bytes_of_a_ledger(folder, 20);
  std::mt19937 random(7);
  int refused = 0;
  for (int i = 0; i < 200; ++i) {
    std::string damaged = whole;
    const std::size_t at = random() % (damaged.size() - 64);
    for (std::size_t j = 0; j < 64; ++j) damaged[at + j] = static_cast<char>(random());
    folder.write("damaged", damaged);
    // What is damaged in a value passes here and is found by that value's hash.
    try {
      Ledger::open(folder / "damaged").runs(50);
    } catch (const Error& error) {
      CHECK(error.fault() == Fault::store);
      ++refused;
    }
  }
  CHECK(refused >= 30);
}

TEST_CASE("what is no plain file is refused without being read") {
  const Folder folder;
  REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
  CHECK(refusal(folder / "fifo") == "ledger PATH: not a regular file");
  CHECK(refusal("/dev/zero") == "ledger PATH: not a regular file");
  Ledger::open(folder / "real");
  REQUIRE(::symlink("real", (folder / "link").c_str()) == 0);
  CHECK(refusal(folder / "link") == "ledger PATH: not a regular file");
}

TEST_CASE("a ledger with tables of somebody's is refused: a trigger could write verdicts") {
  const char* const additions[] = {
      "CREATE TRIGGER t AFTER UPDATE ON runs BEGIN UPDATE runs SET exit_code=0; END",
      "CREATE VIEW v AS SELECT * FROM runs",
      "CREATE TABLE more(a)",
      "CREATE INDEX i ON trials(text)",
      "DROP TABLE evidence",
      "ALTER TABLE runs ADD COLUMN more TEXT",
  };
  for (const char* const addition : additions) {
    CAPTURE(addition);
    const Folder folder;
    Ledger::open(folder / "l");
    execute(folder / "l", addition);
    CHECK(refusal(folder / "l") == strange_tables);
  }
}

TEST_CASE("a huge value in a ledger is cut in the listing, and refused past what we ever write") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  book.begin({"gate", "", "", false, "0.1.0", {}}, {});
  execute(folder / "l", "UPDATE runs SET command=replace(hex(zeroblob(2000)),'0','g')");
  CHECK(book.runs(1).front().command == std::string(80, 'g'));
  execute(folder / "l", "UPDATE runs SET command=CAST(zeroblob(300000000) AS TEXT)");
  CHECK(store_error([&] { book.runs(1); }) ==
        "ledger " + (folder / "l").string() +
            ": holds a value of more than 256 MiB (move it away to start an empty ledger; "
            "approvals are in git)");
}

TEST_CASE("a full disk loses nothing that was kept, and with space again the run goes on") {
  // With the larger one the log has room ahead when the disk is full.
  for (const rlim_t bytes : {200'000, 1'000'000}) {
    CAPTURE(bytes);
    const Folder folder;
    Ledger book = Ledger::open(folder / "l");
    const RunStart start{"gate", "b", "h", false, "0.1.0", {{"base", "b"}}};
    const auto run = book.begin(start, {}).run;
    int kept = 0;
    std::string told = "no error";
    {
      const SmallFiles limit(bytes);
      for (int i = 0; i < 10'000 && told == "no error"; ++i) {
        const std::vector<TrialRecord> one = {{router, "base", good("c" + std::to_string(i), 0)}};
        told = store_error([&] { book.add(run, one); });
        if (told == "no error") ++kept;
      }
    }
    CHECK(told.starts_with("ledger " + (folder / "l").string() + ": "));
    CHECK(told.find(" bytes are free there)") != std::string::npos);
    CHECK(kept > 0);
    Ledger again = Ledger::open(folder / "l");
    book = Ledger::open(folder / "l");
    const auto begun = again.begin(start, {});
    CHECK(begun.run == run);
    CHECK(begun.kept.size() == static_cast<std::size_t>(kept));
  }
}

TEST_CASE("a ledger that cannot be written from the start says so and leaves nothing") {
  const Folder folder;
  {
    const SmallFiles limit(8192);
    const std::string told = refusal(folder / "l");
    CHECK(told.starts_with("ledger PATH: "));
  }
  CHECK_FALSE(std::filesystem::exists(folder / "l"));
  CHECK_FALSE(std::filesystem::exists(folder / "l.new"));
  CHECK(Ledger::open(folder / "l").runs(1).empty());
}

TEST_CASE("a disk that is full at any page loses nothing that was kept") {
  const RunStart start{"gate", "b", "h", false, "0.1.0", {{"base", "b"}}};
  const auto big = [](int i) {
    Outcome outcome = good("c" + std::to_string(i), 0);
    outcome.output = std::string(6000, 'x');
    return TrialRecord{router, "base", outcome};
  };
  int failed = 0;
  for (rlim_t bytes = 4096; bytes < 160'000; bytes += 4096) {
    CAPTURE(bytes);
    const Folder folder;
    std::size_t kept = 0;
    std::string told;
    {
      const SmallFiles limit(bytes);
      told = store_error([&] {
        Ledger book = Ledger::open(folder / "l");
        const auto run = book.begin(start, {}).run;
        for (int i = 0; i < 4; ++i, ++kept) book.add(run, std::vector{big(i)});
        book.finish(run, {4, 0, "{}", {}, {}});
      });
    }
    CHECK((told == "no error" || told.starts_with("ledger ")));
    failed += told == "no error" ? 0 : 1;
    Ledger book = Ledger::open(folder / "l");
    const auto begun = book.begin(start, {});
    CHECK(begun.kept.size() == kept);
    for (int i = static_cast<int>(kept); i < 4; ++i) book.add(begun.run, std::vector{big(i)});
    book.finish(begun.run, {4, 0, "{}", {}, {}});
    CHECK(testimony(folder / "l", begun.run).trials == 4);
  }
  CHECK(failed >= 10);
  CHECK(failed < 38);
}

TEST_CASE("a reader with a long transaction holds nobody up, and the log shrinks once it is gone") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  auto past = std::make_unique<Past>(folder / "l");
  const auto run = book.begin({"gate", "", "", false, "0.1.0", {}}, {}).run;
  const auto add = [&](int i, std::size_t size) {
    Outcome outcome = good("c" + std::to_string(i), 0);
    outcome.output = std::string(size, 'x');
    book.add(run, std::vector{TrialRecord{router, "base", outcome}});
  };
  const auto log_size = [&] { return std::filesystem::file_size(folder / "l-wal"); };
  for (int i = 0; i < 10; ++i) add(i, 1'000'000);
  CHECK(log_size() > 10'000'000);
  past.reset();
  for (int i = 10; i < 60; ++i) add(i, 10);
  CHECK(log_size() <= 4U << 20U);
  for (int i = 60; i < 70; ++i) add(i, 1'000'000);
  CHECK(log_size() < 7'000'000);
  book.finish(run, {70, 0, "{}", {}, {}});
  CHECK(testimony(folder / "l", run).trials == 70);
}

}  // namespace tidemark::ledger
