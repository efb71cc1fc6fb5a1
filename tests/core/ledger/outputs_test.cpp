#include <doctest/doctest.h>

#include "core/base/clock.hpp"
#include "core/ledger/ledger.hpp"
#include "tests/core/ledger/ledger_kit.hpp"

namespace tidemark::ledger {
namespace {

using namespace kit;

const std::string long_ago = "2000-01-01T00:00:00Z";

RunStart replay_of(const std::string& golden) {
  return {"replay", "", "cccc", false, "0.1.0", {{"golden sets", golden}}};
}

/// A finished run with two trials, found by `key`.
std::int64_t named_run(Ledger& book, const std::string& key, const Verdict& verdict = regressed()) {
  const auto run = book.begin(replay_of(key), {}).run;
  book.name_outputs(run, {key, router, "base"});
  book.add(run, two_trials());
  book.finish(run, {2, 10, "{}", {verdict}, {}});
  book.deliver(run);
  return run;
}

std::optional<EarlierOutputs> outputs(const Folder& folder, const std::string& key,
                                      const std::string& since = long_ago,
                                      std::int64_t asking = 0) {
  return Past(folder / "l").outputs(key, router, since, asking);
}

}  // namespace

TEST_CASE("outputs are found by the key that their run named them by, with what failed") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto run = named_run(book, "k1");
  CHECK_FALSE(outputs(folder, "k2"));
  CHECK_FALSE(outputs(folder, "k1", long_ago, run));
  const auto found = outputs(folder, "k1");
  REQUIRE(found);
  CHECK(found->run == run);
  CHECK(found->verdict == VerdictKind::regressed);
  REQUIRE(found->outcomes.size() == 2);
  CHECK(found->outcomes[0].output == R"({"queue":"billing"})");
  CHECK(found->outcomes[0].made_in == run);
  CHECK(found->outcomes[1].failure == Failure{FailureKind::timeout, "no answer within 5s"});
}

TEST_CASE("of several runs with a key the newest has the outputs, whatever it came to") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  named_run(book, "k1");
  const auto cut_off = book.begin(replay_of("other"), {}).run;
  book.name_outputs(cut_off, {"k1", router, "base"});
  const auto found = outputs(folder, "k1");
  REQUIRE(found);
  CHECK(found->run == cut_off);
  CHECK_FALSE(found->verdict);
  CHECK(found->outcomes.empty());
}

TEST_CASE("trials that nobody named are never found, a recording's among them") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto run = named_run(book, "k1");
  book.add(run, std::vector<TrialRecord>{{router, "record", good("c", 0)}});
  const auto found = outputs(folder, "k1");
  REQUIRE(found);
  CHECK(found->outcomes.size() == 2);
}

TEST_CASE("an output that was taken is as old as the run that made it") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto maker = named_run(book, "k1");
  const auto taker = book.begin(replay_of("k1"), {}).run;
  book.name_outputs(taker, {"k1", router, "base"});
  Outcome taken = good("a", 0);
  taken.made_in = maker;
  book.add(taker,
           std::vector<TrialRecord>{{router, "base", taken}, {router, "base", good("b", 0)}});
  execute(folder / "l", "UPDATE runs SET started_at='2026-01-01T00:00:00Z' WHERE id=1");
  const auto all = outputs(folder, "k1");
  REQUIRE(all);
  REQUIRE(all->outcomes.size() == 2);
  CHECK(all->outcomes[0].made_in == maker);
  CHECK(all->outcomes[1].made_in == taker);
  const auto young = outputs(folder, "k1", "2026-01-02T00:00:00Z");
  REQUIRE(young);
  REQUIRE(young->outcomes.size() == 1);
  CHECK(young->outcomes[0].case_id == "b");
}

TEST_CASE("a run that goes on knows which of its trials it took") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto maker = named_run(book, "k1");
  const auto taker = book.begin(replay_of("k2"), {}).run;
  Outcome taken = good("a", 0);
  taken.made_in = maker;
  book.add(taker,
           std::vector<TrialRecord>{{router, "base", taken}, {router, "base", good("b", 0)}});
  const Begun again = book.begin(replay_of("k2"), {});
  REQUIRE(again.kept.size() == 2);
  CHECK(again.kept[0].outcome.made_in == maker);
  CHECK(again.kept[1].outcome.made_in == 0);
}

TEST_CASE("outputs that were changed behind our back are refused") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  named_run(book, "k1");
  execute(folder / "l", "UPDATE trials SET text='1' WHERE case_id='a'");
  CHECK(store_error([&] {
          outputs(folder, "k1");
        }).find("run 1, case a: the outcome does not match its hash") != std::string::npos);
}

TEST_CASE("the newest run is the one that finished last, though it may have begun before others") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto first = named_run(book, "k1"), second = named_run(book, "k2");
  execute(folder / "l", "UPDATE runs SET finished_at='2999-01-01T00:00:00Z' WHERE id=1");
  REQUIRE(first == 1);
  CHECK(Past(folder / "l").newest("gate", "replay") == first);
  execute(folder / "l", "UPDATE runs SET finished_at='2999-01-01T00:00:00Z' WHERE id=2");
  CHECK(Past(folder / "l").newest("gate", "replay") == second);
}

TEST_CASE("a ledger knows whether another run is in it, finished or not") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  CHECK_FALSE(book.has_several_runs());
  book.begin(replay_of("k1"), {});
  CHECK_FALSE(book.has_several_runs());
  book.begin(replay_of("k2"), {});
  CHECK(book.has_several_runs());
}

TEST_CASE("a ledger knows whether somebody else has written into it since a run was begun") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto run = book.begin(replay_of("k1"), {}).run;
  book.add(run, two_trials());
  CHECK(Past(folder / "l").trials(run, router).size() == 2);
  CHECK_FALSE(book.is_written_by_others());
  execute(folder / "l", "UPDATE trials SET text='1'");
  CHECK(book.is_written_by_others());
  book.begin(replay_of("k2"), {});
  CHECK_FALSE(book.is_written_by_others());
}

TEST_CASE("a finished run is read with its report, its parts and its trials") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto run = named_run(book, "k1");
  const auto unfinished = book.begin(replay_of("k2"), {}).run;
  const Past past(folder / "l");
  CHECK_FALSE(past.stored(unfinished));
  CHECK_FALSE(past.stored(99));
  CHECK(past.newest("gate", "replay") == run);
  CHECK(past.newest("gate", "accept") == 0);
  const auto stored = past.stored(run);
  REQUIRE(stored);
  CHECK(stored->command == "replay");
  CHECK(stored->head == "cccc");
  CHECK_FALSE(stored->dirty);
  CHECK(stored->report == "{}");
  CHECK(stored->parts == RunParts{{"golden sets", "k1"}});
  CHECK(past.trials(run, router).size() == 2);
  CHECK(past.trials(run, {Kind::automation, "other"}).empty());
}

TEST_CASE("a report that was changed behind our back is refused") {
  const Folder folder;
  Ledger book = Ledger::open(folder / "l");
  const auto run = named_run(book, "k1");
  execute(folder / "l", "UPDATE runs SET report='{\"verdicts\":[]}'");
  CHECK(store_error([&] {
          Past(folder / "l").stored(run);
        }).find("the report of run 1 does not match its hash") != std::string::npos);
}

}  // namespace tidemark::ledger
