#include "core/ledger/log_room.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <set>

#include "tests/core/ledger/ledger_kit.hpp"

namespace tidemark::ledger {
namespace {

using namespace kit;

const RunStart start{"gate", "b", "h", false, "0.1.0", {{"base", "b"}}};

/// A ledger in which an earlier state is kept in sight, so that its log only grows.
struct Growing {
  explicit Growing(const Folder& in) : folder(in), book(Ledger::open(in / "l")), past(in / "l") {}

  void add(int first, int last) {
    for (int i = first; i < last; ++i) {
      Outcome outcome = good("c" + std::to_string(i), 0);
      outcome.output = std::string(3000, 'x');
      book.add(run, std::vector{TrialRecord{router, "base", outcome}});
    }
  }
  std::uintmax_t log_size() const { return std::filesystem::file_size(folder / "l-wal"); }

  const Folder& folder;
  Ledger book;
  std::optional<Past> past;
  const std::int64_t run = book.begin(start, {}).run;
};

/// What a run goes on with that finds the ledger as a dead process left it.
std::size_t kept_after_a_death(const Folder& folder) {
  const Folder copy;
  for (const char* name : {"l", "l-wal", "l-shm"}) copy.write(name, folder.read(name));
  Ledger book = Ledger::open(copy / "l");
  return book.begin(start, {}).kept.size();
}

}  // namespace

TEST_CASE("a log that grows has room ahead, and whoever dies leaves what was kept") {
  const Folder folder;
  Growing ledger(folder);
  std::set<std::uintmax_t> sizes;
  for (int i = 0; i < 300; ++i) {
    ledger.add(i, i + 1);
    sizes.insert(ledger.log_size());
  }
  // Each of the first commits makes it longer, then a few steps do.
  CHECK(sizes.size() < 60);
  CHECK(*sizes.rbegin() > 2'000'000);
  CHECK(kept_after_a_death(folder) == 300);
}

TEST_CASE("a log is begun anew where nobody looks at an earlier state") {
  const Folder folder;
  Growing ledger(folder);
  ledger.past.reset();
  ledger.add(0, 3000);
  CHECK(ledger.log_size() < 9'000'000);
  CHECK(kept_after_a_death(folder) == 3000);
}

TEST_CASE("a small log has no room ahead") {
  const Folder folder;
  Growing ledger(folder);
  ledger.add(0, 5);
  CHECK(ledger.log_size() < 150'000);
  CHECK(kept_after_a_death(folder) == 5);
}

TEST_CASE("another process goes on in the room that one made") {
  const Folder folder;
  Growing ledger(folder);
  ledger.add(0, 200);
  Ledger other = Ledger::open(folder / "l");
  const auto run = other.begin({"gate", "b", "h", false, "0.1.0", {{"base", "other"}}}, {}).run;
  for (int i = 0; i < 50; ++i) {
    other.add(run, std::vector{TrialRecord{router, "base", good("o" + std::to_string(i), 0)}});
    ledger.add(200 + i, 201 + i);
  }
  CHECK(kept_after_a_death(folder) == 250);
}

}  // namespace tidemark::ledger
