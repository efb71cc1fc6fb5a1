#include <doctest/doctest.h>

#include "core/model/exit_code.hpp"
#include "tests/replay/report/kit.hpp"

namespace tidemark::report::kit {
namespace {

std::string json_of(const Report& report) { return json::dump(to_json(report)); }

std::string expected(const std::string& kind, int code) {
  return R"({"schema":"tidemark.report/1","command":"gate","tool":"0.1.0","workspace":"",)"
         R"("base":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","base_name":"origin/main",)"
         R"("head":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","dirty":false,"verdict":")" +
         kind + R"(","exit_code":)" + std::to_string(code) +
         R"(,"changes":[{"entity":"model:classifier","source":"inventory","what":"version",)"
         R"("from":"1","to":"2","class":"unknown","place":"tidemark.yaml:3:5"}],"proposals":[],)"
         R"("unclassified":[],"ignored":[],"out_of_scope":0,"paths":1,)"
         R"("contracts":[],"impacts":[{"automation":"automation:router","path":["model:classifier",)"
         R"("automation:router"],"changes":[0],"unclassified":[],"class":"unknown","use":"hard",)"
         R"("distance":1}],)"
         R"("verdicts":[{"automation":"automation:router","verdict":")" +
         kind + R"(","new":false,"because":["because of )" + kind +
         R"("],"measured":null,"cases":null,"worse":[],"moved":[],"better":[],"acceptance":null,"evidence":null,"earlier_trials":0,"why_anew":null,"baseline_models":[],"retries":{},"spent":{"cost":null,"input_tokens":0,"output_tokens":0,"models":{},"without_cost":0},)"
         R"("way_out":null,"owners":{"technical":"ann@example.com","operational":"ben@example.com",)"
         R"("escalation":""}}]})";
}

TEST_CASE("every verdict has its JSON") {
  using enum VerdictKind;
  for (const VerdictKind kind :
       {not_affected, pass, accepted, changed, inconclusive, not_tested, error, regressed}) {
    CAPTURE(to_string(kind));
    Report report = gate_of(kind);
    report.exit_code = exit_code_of(kind);
    CHECK(json_of(report) == expected(std::string(to_string(kind)), report.exit_code));
  }
}

Report full() {
  Report report = gate_of(VerdictKind::regressed);
  report.changes.proposals = {
      {"gate.margin", {Kind::automation, "router"}, "wider", {"t.yaml", 1, 2}}};
  Verdict& verdict = report.verdicts.front();
  verdict.measured = Measurement{20, 60, 180, 1, 9, 3, 1, 0.5, 0.25, -1.5, 0.1};
  verdict.retries = {{FailureKind::rate_limited, 9}, {FailureKind::unavailable, 3}};
  verdict.spent = {0.25, 1200, 300, {{"m-1", 60}}, 3};
  verdict.worse = {{"c1", true, 1, 0, "{\"a\":1}", "\"x\"", "null", "another label"}};
  verdict.acceptance =
      Acceptance{"automation:router", "b",          "c",          0.5, "CHANGED", "wanted",
                 "cy@example.com",    "2026-10-01", "2026-12-01", 1};
  return report;
}

TEST_CASE("measurement, cases, acceptance and proposals are there with their numbers") {
  const std::string text = json_of(full());
  for (
      const char* part :
      {R"("proposals":[{"rule":"gate.margin","automation":"automation:router","text":"wider","place":"t.yaml:1:2"}])",
       R"("measured":{"cases":20,"trials":60,"planned":180,"failures":1,"baseline_runs":9,"candidate_runs":3,"mean_before":1.0,"mean_after":0.5,"p_worse":0.25,"log_e":-1.5,"margin":0.1})",
       R"("worse":[{"case":"c1","critical":true,"before":1.0,"after":0.0,"input":{"a":1},"difference":"another label","before_output":"x","after_output":null}])",
       R"("retries":{"rate_limited":9,"unavailable":3})",
       R"("spent":{"cost":0.25,"input_tokens":1200,"output_tokens":300,"models":{"m-1":60},"without_cost":3})",
       R"("acceptance":{"reason":"wanted","author":"cy@example.com","effect":0.5,"verdict":"CHANGED","accepted_at":"2026-10-01","expires":"2026-12-01"})"}) {
    CHECK_MESSAGE(text.find(part) != std::string::npos, part);
  }
}

TEST_CASE("the same report is the same bytes") { CHECK(json_of(full()) == json_of(full())); }

TEST_CASE("hostile text stays within its string") {
  Report report = full();
  report.verdicts.front().because = {"\"}],\"exit_code\":0,\x1b[2J\n::error::no"};
  const std::string text = json_of(report);
  CHECK(text.find('\n') == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  const json::Value read = json::parse(text, "report");
  CHECK(json::dump(read) == text);
  CHECK(read.find("exit_code")->number() == 0);
}

}  // namespace
}  // namespace tidemark::report::kit
