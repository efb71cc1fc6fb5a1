#include <doctest/doctest.h>

#include <string>

#include "core/model/exit_code.hpp"
#include "tests/replay/report/kit.hpp"

namespace tidemark::report::kit {
namespace {

std::string junit_of(VerdictKind kind) {
  Report report = gate_of(kind);
  report.exit_code = exit_code_of(kind);
  return to_junit(report);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a green verdict is a test that passed and says why") {
  CHECK(junit_of(VerdictKind::pass) ==
        R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tidemark gate">
  <testsuite name="automation:router" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="automation:router" name="verdict">
      <system-out>PASS          router
  reached   model:classifier &gt; automation:router  (unknown)
  because of PASS

</system-out>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("worse is a failure, not judged is an error, and nothing is ever skipped") {
  const std::pair<VerdictKind, const char*> rows[] = {
      {VerdictKind::regressed, "<failure "},
      {VerdictKind::changed, "<failure "},
      {VerdictKind::inconclusive, "<error "},
      {VerdictKind::not_tested, "<error "},
      {VerdictKind::error, "<error "},
      {VerdictKind::pass, "<system-out>"},
      {VerdictKind::not_affected, "<system-out>"},
      {VerdictKind::accepted, "<system-out>"},
  };
  for (const auto& [kind, element] : rows) {
    CAPTURE(to_string(kind));
    const std::string text = junit_of(kind);
    CHECK(has(text, element));
    CHECK_FALSE(has(text, "<skipped"));
  }
}

TEST_CASE("a case that got worse is a failed test of its own, in words for every view") {
  Report report = gate_of(VerdictKind::regressed);
  CaseShift shift;
  shift.case_id = "refund-1";
  shift.before = 1;
  shift.difference = "expected \"returns\", got \"billing\"";
  shift.input = R"("my refund")";
  shift.before_output = R"("returns")";
  shift.after_output = R"("billing")";
  report.verdicts.front().worse = {shift};
  const std::string text = to_junit(report);
  CHECK(has(text, R"(tests="2" failures="2" errors="0" skipped="0")"));
  CHECK(has(text, R"(    <testcase classname="automation:router" name="case refund-1">
      <failure message="expected &quot;returns&quot;, got &quot;billing&quot;" type="REGRESSED">input   "my refund"
before  "returns"
after   "billing"
</failure>
)"));
}

TEST_CASE("what XML forbids, and what a terminal would obey, does not come through") {
  Report report = gate_of(VerdictKind::error);
  report.verdicts.front().because = {
      std::string("a\0b\x1b[31m]]>&<\"\xEF\xBF\xBE\xEF\xBF\xBF\xE2\x80\xAE\xFFz", 25)};
  const std::string text = to_junit(report);
  CHECK(has(text, R"(message="a\x00b\x1b[31m]]>&amp;&lt;&quot;\u{202e}\xffz")"));
  for (const char* forbidden : {"\x1b", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xE2\x80\xAE"}) {
    CHECK_FALSE(has(text, forbidden));
  }
  CHECK(text.find('\0') == std::string::npos);
}

TEST_CASE("the workspace's policy is a suite like the others") {
  Report report = gate_of(VerdictKind::changed);
  report.verdicts.front().automation.name.clear();
  CHECK(has(to_junit(report), R"(<testsuite name="policy" tests="1" failures="1")"));
}

}  // namespace
}  // namespace tidemark::report::kit
