#pragma once

#include <string>

#include "replay/report/report.hpp"

/// Reports written by hand.
namespace tidemark::report::kit {

inline Verdict verdict_of(const std::string& name, VerdictKind kind) {
  Verdict verdict;
  verdict.automation = {Kind::automation, name};
  verdict.kind = kind;
  verdict.because = {"because of " + std::string(to_string(kind))};
  verdict.owners = {"ann@example.com", "ben@example.com", ""};
  return verdict;
}

/// A gate over one changed file that reaches `router`.
inline Report gate_of(VerdictKind kind) {
  Report report;
  report.command = "gate";
  report.tool = "0.1.0";
  report.base = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  report.base_name = "origin/main";
  report.head = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
  Change change;
  change.entity = {Kind::model, "classifier"};
  change.what = "version";
  change.from = "1";
  change.to = "2";
  change.place = {"tidemark.yaml", 3, 5};
  report.changes.changes = {change};
  report.changes.paths = 1;
  report.impacts = {{{Kind::automation, "router"},
                     {{Kind::model, "classifier"}, {Kind::automation, "router"}},
                     {0},
                     {}}};
  report.verdicts = {verdict_of("router", kind)};
  report.verdict = kind;
  report.exit_code = 0;
  return report;
}

inline std::string text_of(const Report& report) { return to_text(report, {}); }

}  // namespace tidemark::report::kit
