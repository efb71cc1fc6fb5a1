#include "replay/pipeline/outage.hpp"

#include <doctest/doctest.h>

namespace tidemark::pipeline {
namespace {

const EntityId a{Kind::automation, "a"}, b{Kind::automation, "b"}, c{Kind::automation, "c"};

std::vector<Verdict> errors() {
  std::vector<Verdict> verdicts(3);
  verdicts[0].automation = a;
  verdicts[1].automation = b;
  verdicts[2].automation = c;
  for (Verdict& one : verdicts) {
    one.kind = VerdictKind::error;
    one.because = {"lost"};
  }
  return verdicts;
}

const std::string outage =
    "an outage of vendor:v is likely: 19 of 30 trials of all 2 automations run here that stand on "
    "it found no service";

TEST_CASE(
    "an outage of what several automations stand on is named in their errors, and only there") {
  auto verdicts = errors();
  name_outages(
      {{a, {10, 9, {"vendor:v"}}}, {b, {20, 10, {"vendor:v"}}}, {c, {10, 9, {"vendor:w"}}}},
      verdicts);
  CHECK(verdicts[0].because == std::vector<std::string>{outage, "lost"});
  CHECK(verdicts[1].because == std::vector<std::string>{outage, "lost"});
  CHECK(verdicts[2].because == std::vector<std::string>{"lost"});
  CHECK(verdicts[0].kind == VerdictKind::error);
}

TEST_CASE("while one automation is served well, it is no outage") {
  auto verdicts = errors();
  name_outages({{a, {10, 9, {"vendor:v"}}}, {b, {20, 2, {"vendor:v"}}}}, verdicts);
  CHECK(verdicts[0].because == std::vector<std::string>{"lost"});
}

TEST_CASE("a verdict that is no error says nothing of an outage") {
  auto verdicts = errors();
  verdicts[1].kind = VerdictKind::regressed;
  name_outages({{a, {10, 9, {"vendor:v"}}}, {b, {20, 10, {"vendor:v"}}}}, verdicts);
  CHECK(verdicts[1].because == std::vector<std::string>{"lost"});
}

TEST_CASE("without a vendor it is the service's own, and of several nobody knows which it is") {
  auto verdicts = errors();
  name_outages({{a, {10, 9, {"service:s", "system:t"}}}, {b, {20, 10, {"service:s", "system:t"}}}},
               verdicts);
  CHECK(verdicts[0].because.front() ==
        "an outage of service:s or system:t is likely: 19 of 30 trials of all 2 automations run "
        "here that stand on it found no service");
  CHECK(verdicts[2].because == std::vector<std::string>{"lost"});
}

TEST_CASE(
    "a vendor's outage explains those of its services, and a service's does not its vendor's") {
  auto verdicts = errors();
  name_outages({{a, {10, 9, {"service:s", "vendor:v"}}}, {b, {20, 10, {"service:s", "vendor:v"}}}},
               verdicts);
  CHECK(verdicts[0].because == std::vector<std::string>{outage, "lost"});
  verdicts = errors();
  name_outages({{a, {10, 9, {"service:s", "vendor:v"}}},
                {b, {20, 10, {"service:s", "vendor:v"}}},
                {c, {10, 0, {"service:t", "vendor:v"}}}},
               verdicts);
  CHECK(verdicts[0].because.front().starts_with("an outage of service:s is likely: "));
  CHECK(verdicts[0].because.size() == 2);
}

TEST_CASE("what an automation itself did wrong counts for nobody's outage") {
  std::vector<Outcome> outcomes(4);
  outcomes[0].failure = Failure{FailureKind::failed, "x"};
  outcomes[1].failure = Failure{FailureKind::unavailable, "x"};
  outcomes[2].failure = Failure{FailureKind::timeout, "x"};
  ServiceTally tally;
  for (const Outcome& one : outcomes) count(one, tally);
  CHECK(tally.trials == 4);
  CHECK(tally.unserved == 2);
}

}  // namespace
}  // namespace tidemark::pipeline
