#include "replay/golden/acceptances.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/base/error.hpp"

using namespace tidemark;

namespace {

Acceptance acceptance(const std::string& automation, const std::string& accepted_at) {
  Acceptance one;
  one.automation = automation;
  one.base_baseline = "none";
  one.closure = "c1";
  one.effect = 0.025;
  one.verdict = "CHANGED";
  one.reason = "The new model says \"hello\".";
  one.author = "ada@example.com";
  one.accepted_at = accepted_at;
  one.expires = "2027-01-01";
  return one;
}

template <typename Read>
std::string refused(const Read& read, std::string_view text) {
  try {
    read(text, "a.jsonl");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::configuration);
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("acceptances read back sorted by automation and time, with their lines") {
  const std::string text = golden::write_acceptances({acceptance("automation:b", "2026-10-01"),
                                                      acceptance("automation:a", "2026-11-01"),
                                                      acceptance("automation:a", "2026-10-01")});
  const auto read = golden::read_acceptances(text, "a.jsonl");
  REQUIRE(read.size() == 3);
  CHECK(read[0].automation == "automation:a");
  CHECK(read[0].accepted_at == "2026-10-01");
  CHECK(read[1].accepted_at == "2026-11-01");
  CHECK(read[2].automation == "automation:b");
  CHECK(read[2].line == 3);
  CHECK(read[0].effect == 0.025);
  CHECK(read[0].reason == "The new model says \"hello\".");
  CHECK(read[0].expires == "2027-01-01");
  CHECK(golden::write_acceptances(read) == text);
}

TEST_CASE("an acceptance is one line that a person can review") {
  CHECK(golden::write_acceptances({acceptance("automation:a", "2026-10-01")}) ==
        R"({"automation":"automation:a","base_baseline":"none","closure":"c1","effect":0.025,)"
        R"("verdict":"CHANGED","reason":"The new model says \"hello\".",)"
        R"("author":"ada@example.com","accepted_at":"2026-10-01","expires":"2027-01-01"})"
        "\n");
}

TEST_CASE("no acceptances are an empty file") {
  CHECK(golden::write_acceptances({}).empty());
  CHECK(golden::read_acceptances("", "a.jsonl").empty());
}

TEST_CASE("every field of an acceptance is needed and checked") {
  CHECK(refused(golden::read_acceptances, "{\"automation\":\"automation:a\",\"expire\":\"x\"}\n") ==
        "a.jsonl:1: unknown key \"expire\" (did you mean expires?)\n"
        "a.jsonl:1: base_baseline is missing\n"
        "a.jsonl:1: closure is missing\n"
        "a.jsonl:1: effect is missing\n"
        "a.jsonl:1: verdict is missing\n"
        "a.jsonl:1: reason is missing\n"
        "a.jsonl:1: author is missing\n"
        "a.jsonl:1: accepted_at is missing\n"
        "a.jsonl:1: expires is missing");
  Acceptance wrong = acceptance("model:a", "yesterday");
  wrong.closure = "";
  wrong.reason = " \t";
  wrong.verdict = "fine";
  CHECK(refused(golden::read_acceptances, golden::write_acceptances({wrong})) ==
        "a.jsonl:1: automation \"model:a\" is not the id of an automation (write automation:NAME)\n"
        "a.jsonl:1: closure must not be empty\n"
        "a.jsonl:1: reason must not be empty\n"
        "a.jsonl:1: verdict \"fine\" is none (write it as the gate prints it: CHANGED)\n"
        "a.jsonl:1: accepted_at is not a UTC date or time (write it as 2026-10-01 or "
        "2026-10-01T09:30:00Z)");
}

TEST_CASE("an acceptance ends after it begins") {
  CHECK(refused(golden::read_acceptances,
                golden::write_acceptances({acceptance("automation:a", "2027-01-01")})) ==
        "a.jsonl:1: expires must come after accepted_at");
}

TEST_CASE("a cut file of acceptances is refused") {
  const std::string text = golden::write_acceptances({acceptance("automation:a", "2026-10-01")});
  CHECK(refused(golden::read_acceptances, text.substr(0, text.size() - 1)) ==
        "a.jsonl:1: the last line does not end with a newline: the file may be cut");
}

TEST_CASE("approvals are read whole or not at all") {
  const auto approvals = golden::read_approvals(
      "{\"automation\":\"automation:a\",\"closure\":\"c1\",\"approver\":\"ada@example.com\"}\n",
      "a.jsonl");
  CHECK(approvals == std::vector<golden::Approval>{{"automation:a", "c1", "ada@example.com"}});
  CHECK(golden::read_approvals("", "a.jsonl").empty());
  CHECK(refused(golden::read_approvals,
                "{\"automation\":\"a\",\"closure\":\"\",\"approver\":\"x\"}\n"
                "{\"automation\":\"automation:a\",\"closure\":\"c1\",\"aprover\":\"x\"}\n") ==
        "a.jsonl:1: automation \"a\" is not the id of an automation (write automation:NAME)\n"
        "a.jsonl:1: closure must not be empty\n"
        "a.jsonl:2: unknown key \"aprover\" (did you mean approver?)\n"
        "a.jsonl:2: approver is missing");
}
