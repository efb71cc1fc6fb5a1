#include "replay/report/check_report.hpp"

#include <doctest/doctest.h>

namespace tidemark::report {
namespace {

CheckFinding finding(Severity severity, const Place& place, const std::string& fact) {
  return {"owners.named", severity, place, EntityId{Kind::automation, "a"}, fact, "mend it"};
}

CheckReport report_of(std::vector<CheckFinding> findings) {
  CheckReport report;
  report.findings = std::move(findings);
  report.rules = {{"owners.named", "Owners are named", "Because.", "a warning"}};
  report.tool = "0.1.0";
  report.folder = "desk/";
  report.entities = 3;
  report.files = 2;
  return report;
}

const std::string hostile = "a\n::error::x\r\x1b[31m%0A ##[group] [b](http://c)";

}  // namespace

TEST_CASE("text is a line a finding, and a count") {
  CHECK(check_text(report_of({})) ==
        "3 entities in 2 files, nothing wrong\nNext: give an automation a `replay` section, so "
        "that its "
        "behaviour can be tested\n");
  CHECK(check_text(report_of({finding(Severity::error, {"a.yaml", 1, 2}, "no owner"),
                              finding(Severity::warning, {"a.yaml", 3, 0}, "old")})) ==
        "a.yaml:1:2: error: no owner (mend it) [owners.named]\n"
        "a.yaml:3: warning: old (mend it) [owners.named]\n"
        "3 entities in 2 files, 1 error, 1 warning\n");
  CHECK(check_text(report_of({finding(Severity::warning, {"a.yaml", 1, 1}, hostile)})) ==
        "a.yaml:1:1: warning: a\\x0a::error::x\\x0d\\x1b[31m%0A ##[group] [b](http://c) (mend it) "
        "[owners.named]\n3 entities in 2 files, no errors, 1 warning\n");
}

TEST_CASE("GitHub's commands are ours alone") {
  CHECK(check_github(report_of({finding(Severity::error, {"a,b:c.yaml", 1, 2}, "50 % of a, b: c"),
                                finding(Severity::warning, {"a.yaml", 0, 0}, "whole")})) ==
        "::error file=desk/a%2Cb%3Ac.yaml,line=1,col=2,title=owners.named::50 %25 of a, b: c (mend "
        "it)\n"
        "::warning file=desk/a.yaml,title=owners.named::whole (mend it)\n"
        "3 entities in 2 files, 1 error, 1 warning\n");
  CHECK(check_github(report_of({finding(Severity::error, {"x\n::add-mask::y", 1, 1}, hostile)})) ==
        "::error file=desk/x\\x0a%3A%3Aadd-mask%3A%3Ay,line=1,col=1,title=owners.named::a\\x0a::"
        "error::x\\x0d\\x1b[31m%250A \\x23#[group] [b](http://c) (mend it)\n"
        "3 entities in 2 files, 1 error\n");
}

TEST_CASE("GitHub shows ten of a kind; the rest is text, and inert") {
  std::vector<CheckFinding> findings(11, finding(Severity::error, {"a.yaml", 1, 1}, "f"));
  findings.push_back(finding(Severity::error, {" ::error::x", 1, 1}, "##[error] y"));
  findings.push_back(finding(Severity::warning, {"a.yaml", 1, 1}, "f"));
  const std::string text = check_github(report_of(std::move(findings)));
  std::string tail;
  std::size_t commands = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = text.find('\n', start) + 1;
    const std::string line = text.substr(start, end - start);
    line.starts_with("::") ? static_cast<void>(++commands) : static_cast<void>(tail += line);
    start = end;
  }
  CHECK(commands == 11);
  CHECK(tail ==
        "a.yaml:1:1: error: f (mend it) [owners.named]\n"
        " \\x3a:error::x:1:1: error: \\x23#[error] y (mend it) [owners.named]\n"
        "3 entities in 2 files, 12 errors, 1 warning\n");
}

TEST_CASE("SARIF names rule, place and entity; nothing in a message is a link") {
  const CheckReport report =
      report_of({finding(Severity::error, {"a b.yaml", 4, 5}, "see [b](http://c)")});
  const json::Value sarif = check_sarif(report);
  CHECK(*json::at(sarif, "/version")->string() == "2.1.0");
  const json::Value& result = *json::at(sarif, "/runs/0/results/0");
  CHECK(*json::at(result, "/ruleId")->string() == "owners.named");
  CHECK(*json::at(result, "/ruleIndex")->integer() == 0);
  CHECK(*json::at(result, "/level")->string() == "error");
  CHECK(*json::at(result, "/message/text")->string() == "see [b] (http://c) (mend it)");
  CHECK(json::dump(*json::at(result, "/locations/0/physicalLocation")) ==
        R"({"artifactLocation":{"uri":"desk/a%20b.yaml"},"region":{"startLine":4,"startColumn":5,)"
        R"("endLine":4,"endColumn":6}})");
  CHECK(*json::at(result, "/locations/0/logicalLocations/0/fullyQualifiedName")->string() ==
        "automation:a");
}

TEST_CASE("a fingerprint outlives moved lines, and nothing else") {
  const auto fingerprint = [](const Place& place, const std::string& fact) {
    const json::Value sarif = check_sarif(report_of({finding(Severity::error, place, fact)}));
    return *json::at(sarif, "/runs/0/results/0/partialFingerprints/tidemark~1v1")->string();
  };
  CHECK(fingerprint({"a.yaml", 1, 1}, "f") == fingerprint({"a.yaml", 9, 9}, "f"));
  CHECK(fingerprint({"a.yaml", 1, 1}, "f") != fingerprint({"b.yaml", 1, 1}, "f"));
  CHECK(fingerprint({"a.yaml", 1, 1}, "f") != fingerprint({"a.yaml", 1, 1}, "g"));
}

}  // namespace tidemark::report
