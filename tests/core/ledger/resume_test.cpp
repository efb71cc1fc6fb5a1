#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/base/error.hpp"
#include "core/ledger/ledger.hpp"
#include "tests/core/ledger/ledger_kit.hpp"

namespace tidemark::ledger {
namespace {

using namespace kit;

RunStart gate_of(const std::string& golden, const std::string& base = "b1") {
  return {"gate", base, "cccc", false, "0.1.0", {{"base", base}, {"golden sets", golden}}};
}

/// Begins a run and makes two trials; the process then dies.
std::int64_t cut_off(const std::filesystem::path& path, const RunStart& start) {
  Ledger book = Ledger::open(path);
  const auto begun = book.begin(start, {});
  book.add(begun.run, two_trials());
  return begun.run;
}

}  // namespace

TEST_CASE("the same run goes on with the trials that it has") {
  const Folder folder;
  const auto run = cut_off(folder / "l", gate_of("g1"));
  Ledger book = Ledger::open(folder / "l");
  const Begun begun = book.begin(gate_of("g1"), {});
  CHECK(begun.run == run);
  CHECK_FALSE(begun.interrupted);
  REQUIRE(begun.kept.size() == 2);
  CHECK(begun.kept[0].automation == router);
  CHECK(begun.kept[0].arm == "base");
  CHECK(begun.kept[0].outcome.case_id == "a");
  CHECK(begun.kept[0].outcome.output == R"({"queue":"billing"})");
  CHECK(begun.kept[0].outcome.took == std::chrono::microseconds(1500));
  CHECK(begun.kept[1].outcome.failure == Failure{FailureKind::timeout, "no answer within 5s"});
}

TEST_CASE("the facts of a trial are kept with it") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const Begun first = book.begin(gate_of("g1"), {});
  book.add(first.run, std::vector<TrialRecord>{{router, "base", paid("a", 0)},
                                               {router, "base", good("b", 0)}});
  const Begun again = book.begin(gate_of("g1"), {});
  REQUIRE(again.kept.size() == 2);
  CHECK(again.kept[0].outcome.facts == paid("a", 0).facts);
  CHECK(again.kept[1].outcome.facts == Facts{});
}

TEST_CASE("how often a trial was made again, and why, is kept with it") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const Begun first = book.begin(gate_of("g1"), {});
  Outcome retried = good("a", 0);
  retried.retries = {{FailureKind::rate_limited, 3}, {FailureKind::unavailable, 1}};
  book.add(first.run,
           std::vector<TrialRecord>{{router, "base", retried}, {router, "base", good("b", 0)}});
  const Begun again = book.begin(gate_of("g1"), {});
  REQUIRE(again.kept.size() == 2);
  CHECK(again.kept[0].outcome.retries == retried.retries);
  CHECK(again.kept[1].outcome.retries.empty());
}

TEST_CASE("another run does not go on, and says what differs") {
  const Folder folder;
  const auto run = cut_off(folder / "l", gate_of("g1"));
  Ledger book = Ledger::open(folder / "l");
  const Begun begun = book.begin(gate_of("g2"), {});
  CHECK(begun.run != run);
  CHECK(begun.kept.empty());
  REQUIRE(begun.interrupted);
  CHECK(begun.interrupted->run == run);
  CHECK(begun.interrupted->trials == 2);
  CHECK(begun.interrupted->differs == std::vector<std::string>{"golden sets"});
}

TEST_CASE("a run that has been delivered, or abandoned, is over") {
  for (const bool delivered : {true, false}) {
    CAPTURE(delivered);
    const Folder folder;
    Ledger book = Ledger::open(folder / "l");
    const auto run = book.begin(gate_of("g1"), {}).run;
    book.add(run, two_trials());
    if (delivered) {
      book.finish(run, {2, 0, "{}", {}, {}});
      book.deliver(run);
    } else {
      book.abandon(20);
    }
    CHECK(book.runs(1).front().exit_code == (delivered ? 0 : 20));
    CHECK_FALSE(book.runs(1).front().finished_at.empty());
    const Begun begun = book.begin(gate_of("g1"), {});
    CHECK(begun.run != run);
    CHECK(begun.kept.empty());
    CHECK_FALSE(begun.interrupted);
  }
}

TEST_CASE("a run that was left open goes on without what failed, finished before or not") {
  for (const bool finished : {true, false}) {
    CAPTURE(finished);
    const Folder folder;
    Ledger book = Ledger::open(folder / "l");
    const auto run = book.begin(gate_of("g1"), {}).run;
    book.add(run, two_trials());
    if (finished) book.finish(run, {2, 20, "{}", {}, {}});
    book.leave_open(20);
    CHECK(book.runs(1).front().exit_code == 20);
    CHECK(book.runs(1).front().finished_at.empty());
    const Begun begun = book.begin(gate_of("g1"), {});
    CHECK(begun.run == run);
    REQUIRE(begun.kept.size() == 1);
    CHECK(begun.kept.front().outcome.case_id == "a");
    // Cut off now, it keeps what fails from here on.
    book.add(run, std::vector{TrialRecord{router, "base", bad("b", 0)}});
    CHECK(book.begin(gate_of("g1"), {}).kept.size() == 2);
  }
}

TEST_CASE("a finished run that was not delivered goes on, and may be finished again") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto run = cut_off(folder / "l", gate_of("g1"));
  book.finish(run, {2, 10, "{}", {regressed()}, {}});
  CHECK(book.begin(gate_of("g1"), {}).run == run);
  book.finish(run, {2, 10, "{}", {regressed()}, {}});
  CHECK(testimony(folder / "l", run).verdicts == std::vector{VerdictKind::regressed});
}

TEST_CASE("who asks for a fresh run gets one") {
  const Folder folder;
  const auto run = cut_off(folder / "l", gate_of("g1"));
  Ledger book = Ledger::open(folder / "l");
  const Begun begun = book.begin(gate_of("g1"), {{}, true});
  CHECK(begun.run != run);
  CHECK(begun.kept.empty());
}

TEST_CASE("a run is not gone on with once a later one of the same parts has come to something") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto cut_off = book.begin(gate_of("g1"), {}).run;
  book.add(cut_off, two_trials());
  const auto came_to_nothing = book.begin(gate_of("g1"), {{}, true}).run;
  book.abandon(21);
  CHECK(book.begin(gate_of("g1"), {}).run == cut_off);
  const auto later = book.begin(gate_of("g1"), {{}, true}).run;
  book.finish(later, {0, 10, "{}", {}, {}});
  book.deliver(later);
  const auto next = book.begin(gate_of("g1"), {});
  CHECK(next.run > later);
  CHECK(next.kept.empty());
  CHECK(came_to_nothing < later);
}

TEST_CASE("a run of more than a day ago is not gone on with") {
  const Folder folder;
  const auto run = cut_off(folder / "l", gate_of("g1"));
  execute(folder / "l", "UPDATE runs SET started_at='2026-01-01T00:00:00Z'");
  CHECK(Ledger::open(folder / "l").begin(gate_of("g1"), {}).run != run);
}

TEST_CASE("of two processes with one run the second is told of the first, and after it goes on") {
  const Folder folder;
  auto first = std::make_unique<Ledger>(Ledger::open(folder / "l"));
  const auto run = first->begin(gate_of("g1"), {}).run;
  Ledger second = Ledger::open(folder / "l");
  const std::string told = store_error([&] { second.begin(gate_of("g1"), {}); });
  CHECK(told.starts_with("ledger " + (folder / "l").string() +
                         ": run 1 is the same and goes on in process " +
                         std::to_string(::getpid()) + " on "));
  CHECK(second.begin(gate_of("g2"), {}).run != run);
  first.reset();
  CHECK(second.begin(gate_of("g1"), {}).run == run);
}

TEST_CASE("an outcome that was changed behind our back is found by its hash") {
  const char* const edits[] = {
      "UPDATE trials SET text='{\"queue\":\"billinG\"}' WHERE case_id='a'",
      "UPDATE trials SET case_id='c' WHERE case_id='a'",
      "UPDATE trials SET repeat=7 WHERE case_id='a'",
      "UPDATE trials SET failure='failed' WHERE case_id='a'",
      "UPDATE trials SET failure=NULL WHERE case_id='b'",
  };
  for (const char* const edit : edits) {
    CAPTURE(edit);
    const Folder folder;
    cut_off(folder / "l", gate_of("g1"));
    execute(folder / "l", edit);
    Ledger book = Ledger::open(folder / "l");
    CHECK(store_error([&] { book.begin(gate_of("g1"), {}); })
              .find("the outcome does not match its hash (move the ledger away to start an empty "
                    "one; approvals are in git)") != std::string::npos);
  }
}

TEST_CASE("evidence is what a finished run left under a key, as the past had it") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto run = book.begin(gate_of("g1"), {}).run;
  book.add(run, two_trials());
  const EvidenceRecord left{"k1", router, "base", VerdictKind::pass};
  const Past before(folder / "l");
  book.finish(run, {2, 0, "{}", {}, {left}});
  CHECK_FALSE(before.evidence("k1", router, "base", 0));
  const Past past(folder / "l");
  CHECK_FALSE(past.evidence("k2", router, "base", 0));
  CHECK_FALSE(past.evidence("k1", router, "head", 0));
  const auto found = past.evidence("k1", router, "base", 0);
  REQUIRE(found);
  CHECK(found->run == run);
  CHECK(found->verdict == VerdictKind::pass);
  CHECK(found->outcomes.size() == 2);
  CHECK_FALSE(past.evidence("k1", router, "base", run));
}

TEST_CASE("evidence whose outcomes were changed is refused") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto run = book.begin(gate_of("g1"), {}).run;
  book.add(run, two_trials());
  book.finish(run, {2, 0, "{}", {}, {{"k1", router, "base", VerdictKind::pass}}});
  execute(folder / "l", "UPDATE trials SET text='1' WHERE case_id='a'");
  const Past past(folder / "l");
  CHECK(store_error([&] {
          past.evidence("k1", router, "base", 0);
        }).find("run 1, case a: the outcome does not match its hash") != std::string::npos);
}

}  // namespace tidemark::ledger
