#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "tests/replay/report/kit.hpp"

namespace tidemark::report::kit {
namespace {

/// Every member has something to say.
Report whole_report() {
  Report report = gate_of(VerdictKind::regressed);
  report.workspace = "desk/";
  report.dirty = true;
  report.exit_code = 10;
  report.changes.changes.push_back({{Kind::schema, "order"},
                                    ChangeSource::file,
                                    "o:1.yaml",
                                    "11",
                                    "22",
                                    ChangeClass::breaking,
                                    {}});
  report.changes.proposals = {
      {"gate.margin", {Kind::automation, "router"}, "wider", {"t.yaml", 1, 2}},
      {"policy.approval", {Kind::automation, ""}, "laxer", {}}};
  report.changes.unclassified = {"x"};
  report.changes.ignored = {"README.md"};
  report.changes.out_of_scope = 2;
  ContractChange contract;
  contract.before = contract.after = "order.yaml";
  contract.kind = "openapi";
  contract.findings = {{"response-removed", ChangeClass::breaking, DataDirection::response,
                        "GET /o", "/id", "order.yaml#/x", "it is gone", "abc"}};
  contract.reach = {{Kind::schema, "order"},
                    3,
                    {{{Kind::automation, "router"},
                      ChangeClass::breaking,
                      {{Kind::schema, "order"}, {Kind::automation, "router"}},
                      {0}}}};
  contract.apart = {{Kind::automation, "other"}};
  report.contracts = {contract};
  report.impacts.front().change_class = ChangeClass::risky;
  report.impacts.front().strength = Criticality::soft;
  report.impacts.push_back({{Kind::automation, "lost"}, {}, {}, {"x"}});
  Verdict& verdict = report.verdicts.front();
  verdict.measured = Measurement{20, 60, 180, 1, 9, 3, 1, 0.5, 0.25, -1.5, 0.1};
  verdict.cases = CaseSelection{3, 20, 40, "the floor needs them"};
  verdict.worse = {{"c1", true, 1, 0, R"({"a":1})", "\"x\"", "null", "another label"}};
  verdict.moved = {{"c2", false, 1, 1, "1", "\"x\"", "\"y\"", ""}};
  verdict.better = {{"c3", false, 0.5, 1, "[]", "\"x\"", "\"y\"", ""}};
  verdict.is_new = true;
  Acceptance acceptance;
  acceptance.reason = "wanted";
  acceptance.author = "cy@example.com";
  acceptance.verdict = "CHANGED";
  acceptance.accepted_at = "2026-10-01T00:00:00Z";
  acceptance.expires = "2026-12-01T00:00:00Z";
  verdict.acceptance = acceptance;
  verdict.earlier_trials = 7;
  verdict.retries = {{FailureKind::rate_limited, 9}, {FailureKind::unavailable, 3}};
  verdict.spent = {0.25, 1200, 300, {{"m-2", 60}}, 3};
  verdict.baseline_models = {"m-1"};
  verdict.way_out = "mend it";
  report.verdicts.push_back(verdict_of("", VerdictKind::changed));
  report.verdicts.push_back(verdict_of("calm", VerdictKind::pass));
  report.verdicts.back().measured = Measurement{20, 60, 60, 0, 9, 3, 1, 1, 1, 3, 0.1};
  report.verdicts.back().evidence = 12;
  report.verdicts.push_back(verdict_of("blind", VerdictKind::error));
  report.verdicts.back().measured = Measurement{20, 60, 60, 60, 9, 3, 1, 0, 1, 0, 0.1};
  report.verdicts.back().why_anew = "model:m floats";
  return report;
}

}  // namespace

TEST_CASE("a report that was read says what the one that was written says") {
  Report nothing = gate_of(VerdictKind::not_tested);
  nothing.verdicts = {verdict_of(nobody, VerdictKind::not_tested)};
  for (const Report& written : {whole_report(), gate_of(VerdictKind::not_affected), nothing}) {
    const Report read = report_of(to_json(written));
    CHECK(text_of(read) == text_of(written));
    CHECK(json::dump(to_json(read)) == json::dump(to_json(written)));
    CHECK(to_junit(read) == to_junit(written));
  }
}

TEST_CASE("what an older tidemark did not write reads as nothing") {
  const Report read = report_of(json::parse(
      R"({"command":"gate","verdicts":[{"automation":"automation:a","verdict":"PASS"}]})", "test"));
  REQUIRE(read.verdicts.size() == 1);
  CHECK(read.verdicts.front().kind == VerdictKind::pass);
  CHECK_FALSE(read.verdicts.front().measured);
}

TEST_CASE("what is no report is refused") {
  for (const std::string text :
       {"{}", "[]", R"({"verdicts":[]})", R"({"verdicts":[1],"impacts":[{"path":["nobody"]}]})",
        R"({"verdicts":[{"because":[1]}]})", R"({"verdicts":[{"spent":{"models":{"m":-1}}}]})",
        R"({"verdicts":[{}],"contracts":[{"findings":[],"impacts":[{"findings":[0]}]}]})"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(report_of(json::parse(text, "test")),
                         "the report is none that tidemark wrote", Error);
  }
}

}  // namespace tidemark::report::kit
