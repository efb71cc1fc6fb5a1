#include "replay/pipeline/earlier_runs.hpp"

#include <doctest/doctest.h>

#include "tests/core/ledger/ledger_kit.hpp"

namespace tidemark::pipeline {
namespace {

using namespace ledger::kit;

const ledger::RunStart start{"gate", "", "", false, "0.1.0", {}};

/// A ledger with a finished run that left evidence, and the run in hand.
struct Book {
  Book() {
    const auto earlier = ledger.begin(start, {}).run;
    ledger.add(earlier, two_trials());
    ledger.finish(earlier, {2, 0, "{}", {}, {{"k", router, "base", VerdictKind::pass}}});
    run = ledger.begin(start, {}).run;
  }

  /// Adds as much as many trials would, and has the log considered.
  void grow(EarlierRuns& earlier) {
    Outcome large = good("large", grown++);
    large.output = std::string(20'000'000, 'x');
    ledger.add(run, std::vector{ledger::TrialRecord{router, "base", large}});
    const std::lock_guard lock(writing);
    earlier.consider_log();
  }

  void forge() const { execute(file, "UPDATE evidence SET verdict='REGRESSED'"); }

  Folder folder;
  std::filesystem::path file = folder / "l";
  ledger::Ledger ledger = ledger::Ledger::open(file);
  std::mutex writing;
  std::int64_t run = 0;
  int grown = 0;
};

std::optional<VerdictKind> verdict_by(EarlierRuns& earlier) {
  const auto found =
      earlier.ask([](const ledger::Past& past) { return past.evidence("k", router, "base", 0); });
  return found ? std::optional(found->verdict) : std::nullopt;
}

}  // namespace

TEST_CASE("earlier runs answer as they were, whatever somebody writes meanwhile") {
  Book book;
  EarlierRuns earlier(book.ledger, book.writing, true);
  CHECK(verdict_by(earlier) == VerdictKind::pass);
  book.forge();
  CHECK(verdict_by(earlier) == VerdictKind::pass);
  book.grow(earlier);
  CHECK(verdict_by(earlier) == VerdictKind::pass);
}

TEST_CASE("once the log is large, earlier runs answer until somebody else writes") {
  Book book;
  EarlierRuns earlier(book.ledger, book.writing, true);
  book.grow(earlier);
  CHECK(verdict_by(earlier) == VerdictKind::pass);
  for (int i = 0; i < 3; ++i) book.grow(earlier);
  CHECK(std::filesystem::file_size(book.file.string() + "-wal") < 50'000'000);
  CHECK(verdict_by(earlier) == VerdictKind::pass);
  book.forge();
  CHECK_FALSE(verdict_by(earlier));
}

TEST_CASE("of earlier runs that are not wanted, or not there, nothing is taken") {
  Book book;
  EarlierRuns unwanted(book.ledger, book.writing, false);
  CHECK(unwanted.are_none());
  CHECK_FALSE(verdict_by(unwanted));
  const Folder folder;
  ledger::Ledger alone = ledger::Ledger::open(folder / "l");
  alone.begin(start, {});
  CHECK(EarlierRuns(alone, book.writing, true).are_none());
}

}  // namespace tidemark::pipeline
