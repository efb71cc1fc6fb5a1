#include <pugixml.hpp>

#include <sstream>

#include "replay/report/printable.hpp"
#include "replay/report/report.hpp"

namespace tidemark::report {
namespace {

constexpr std::size_t shown_cases = 20;

/// Without the two characters that XML 1.0 forbids in what printable() lets through.
std::string allowed(std::string text) {
  for (const char* forbidden : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = text.find(forbidden); at != std::string::npos; at = text.find(forbidden, at)) {
      text.erase(at, 3);
    }
  }
  return text;
}

std::string xml_text(const std::string& text) { return allowed(printable(text)); }

const char* element_of(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::not_affected:
    case VerdictKind::pass:
    case VerdictKind::accepted:
      return nullptr;
    case VerdictKind::changed:
    case VerdictKind::regressed:
      return "failure";
    case VerdictKind::inconclusive:
    case VerdictKind::not_tested:
    case VerdictKind::error:
      return "error";
  }
  return "error";
}

std::string suite_of(const Verdict& verdict) {
  return verdict.automation.name.empty() ? "policy" : xml_text(to_string(verdict.automation));
}

/// Some views show the message, others the element's text.
void add_problem(pugi::xml_node test, const Verdict& verdict, const std::string& message,
                 const std::string& text) {
  pugi::xml_node problem = test.append_child(element_of(verdict.kind));
  problem.append_attribute("message") = message.c_str();
  problem.append_attribute("type") = std::string(to_string(verdict.kind)).c_str();
  problem.append_child(pugi::node_pcdata).set_value(text.c_str());
}

pugi::xml_node add_test(pugi::xml_node suite, const Verdict& verdict, const std::string& name) {
  pugi::xml_node test = suite.append_child("testcase");
  test.append_attribute("classname") = suite_of(verdict).c_str();
  test.append_attribute("name") = name.c_str();
  return test;
}

void add_case(pugi::xml_node suite, const Verdict& verdict, const CaseShift& shift) {
  const std::string message = xml_text(shift.difference);
  const std::string text = "input   " + xml_text(shift.input) + "\nbefore  " +
                           xml_text(shift.before_output) + "\nafter   " +
                           xml_text(shift.after_output) + '\n';
  add_problem(add_test(suite, verdict, "case " + xml_text(shift.case_id)), verdict, message, text);
}

void add_counts(pugi::xml_node suite, const Verdict& verdict, std::size_t tests) {
  const std::string element = element_of(verdict.kind) == nullptr ? "" : element_of(verdict.kind);
  suite.append_attribute("name") = suite_of(verdict).c_str();
  suite.append_attribute("tests") = tests;
  suite.append_attribute("failures") = element == "failure" ? tests : 0;
  suite.append_attribute("errors") = element == "error" ? tests : 0;
  suite.append_attribute("skipped") = 0;
}

void add_suite(pugi::xml_node suites, const Verdict& verdict, const Report& report) {
  const bool green = element_of(verdict.kind) == nullptr;
  pugi::xml_node suite = suites.append_child("testsuite");
  add_counts(suite, verdict, green ? 1 : 1 + verdict.worse.size());
  pugi::xml_node test = add_test(suite, verdict, "verdict");
  const std::string text = allowed(verdict_text(verdict, report, {false, shown_cases}));
  if (green) {
    test.append_child("system-out").append_child(pugi::node_pcdata).set_value(text.c_str());
    return;
  }
  add_problem(test, verdict,
              verdict.because.empty() ? std::string() : xml_text(verdict.because.front()), text);
  for (const CaseShift& shift : verdict.worse) add_case(suite, verdict, shift);
}

}  // namespace

std::string to_junit(const Report& report) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node suites = document.append_child("testsuites");
  suites.append_attribute("name") = ("tidemark " + report.command).c_str();
  for (const Verdict& verdict : report.verdicts) add_suite(suites, verdict, report);
  std::ostringstream text;
  document.save(text, "  ");
  return text.str();
}

}  // namespace tidemark::report
