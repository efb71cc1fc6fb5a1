#pragma once

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/ledger/ledger.hpp"
#include "tests/kit/folder.hpp"

namespace tidemark::ledger::kit {

using tidemark::test::Folder;

inline const EntityId router{Kind::automation, "router"};

inline Outcome good(const std::string& case_id, int run) {
  return {case_id, run, R"({"queue":"billing"})", {}, std::chrono::microseconds(1500)};
}

inline Outcome bad(const std::string& case_id, int run) {
  return {case_id, run, "", Failure{FailureKind::timeout, "no answer within 5s"}, {}};
}

inline Outcome paid(const std::string& case_id, int run) {
  Outcome outcome = good(case_id, run);
  outcome.facts = {true, std::chrono::milliseconds(20), 0.5, 12, 3, "m-2", "fp"};
  return outcome;
}

inline std::vector<TrialRecord> two_trials() {
  return {{router, "base", good("a", 0)}, {router, "base", bad("b", 0)}};
}

inline Verdict regressed() {
  Verdict verdict;
  verdict.automation = router;
  verdict.kind = VerdictKind::regressed;
  verdict.because = {"worse"};
  return verdict;
}

inline void execute(const std::filesystem::path& path, const char* sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

/// The text of the Error(store) that the work ends in.
template <typename Work>
std::string store_error(Work work) {
  try {
    work();
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::store);
    return error.what();
  }
  return "no error";
}

/// What opening a ledger is refused with, its path written PATH.
inline std::string refusal(const std::filesystem::path& path) {
  std::string told = store_error([&] { Ledger::open(path); });
  const auto at = told.find(path.string());
  return at == std::string::npos ? told : told.replace(at, path.string().size(), "PATH");
}

}  // namespace tidemark::ledger::kit
