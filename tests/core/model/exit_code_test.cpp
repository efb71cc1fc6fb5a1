#include "core/model/exit_code.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace tidemark {
namespace {

using enum VerdictKind;

constexpr std::array kinds = {not_affected, pass,       accepted, changed,
                              inconclusive, not_tested, error,    regressed};

struct Row {
  std::string name;
  int code;
  const char* meaning;
};

TEST_CASE("every verdict has its exit code, and every code its meaning") {
  const std::array rows = {
      Row{"NOT_AFFECTED", 0, "nothing in the way of a deployment"},
      Row{"PASS", 0, "nothing in the way of a deployment"},
      Row{"ACCEPTED", 0, "nothing in the way of a deployment"},
      Row{"CHANGED", 11, "something changed that a person must accept"},
      Row{"INCONCLUSIVE", 12, "neither better nor worse could be shown"},
      Row{"NOT_TESTED", 13, "a required test did not run"},
      Row{"ERROR", 20, "a vendor, a plugin or the machine failed; trying again may help"},
      Row{"REGRESSED", 10, "behaviour got worse"},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(rows[i].name);
    CHECK(to_string(kinds[i]) == rows[i].name);
    CHECK(verdict_kind_named(rows[i].name) == kinds[i]);
    CHECK(exit_code_of(kinds[i]) == rows[i].code);
    CHECK(meaning_of_exit(rows[i].code) == rows[i].meaning);
  }
  CHECK_FALSE(verdict_kind_named("pass"));
  CHECK_FALSE(verdict_kind_named(""));
}

TEST_CASE("exit codes that are no verdict have their meaning") {
  CHECK(meaning_of_exit(21) == "inventory, golden set, baseline or git history is not usable");
  CHECK(meaning_of_exit(22) == "the ledger or another state file is not usable");
  CHECK(meaning_of_exit(23) == "refused for security");
  CHECK(meaning_of_exit(30) == "the contract changed in a way that may break its users");
  CHECK(meaning_of_exit(31) == "the contract changed in a way that breaks its users");
  CHECK(meaning_of_exit(64) == "the command line is wrong");
  CHECK(meaning_of_exit(70) == "a bug of tidemark");
  CHECK(meaning_of_exit(130) == "interrupted");
  CHECK(meaning_of_exit(143) == "stopped by a signal");
}

TEST_CASE("joining nothing is NOT_TESTED, never green") {
  CHECK(join(std::span<const VerdictKind>{}) == not_tested);
}

TEST_CASE("joining takes the worst: commutative, associative, idempotent") {
  for (const VerdictKind a : kinds) {
    CHECK(join(a, a) == a);
    for (const VerdictKind b : kinds) {
      CHECK(join(a, b) == join(b, a));
      CHECK(join(std::array{a, b}) == join(a, b));
      for (const VerdictKind c : kinds) {
        CHECK(join(a, join(b, c)) == join(join(a, b), c));
        CHECK(join(std::array{a, b, c}) == join(a, join(b, c)));
      }
    }
  }
}

TEST_CASE("from best to worst a verdict loses against all that follow") {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (std::size_t j = i; j < kinds.size(); ++j) CHECK(join(kinds[i], kinds[j]) == kinds[j]);
  }
}

TEST_CASE("a join is green only when all of it is") {
  for (const VerdictKind a : kinds) {
    for (const VerdictKind b : kinds) {
      const bool both = exit_code_of(a) == 0 && exit_code_of(b) == 0;
      CHECK((exit_code_of(join(a, b)) == 0) == both);
    }
  }
}

}  // namespace
}  // namespace tidemark
