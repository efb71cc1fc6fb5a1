#include "replay/report/next_step.hpp"

#include "replay/report/printable.hpp"

namespace tidemark::report {
namespace {

/// `accept` takes the name, and `policy` for the workspace's own rules.
std::string names_with(const Report& report, VerdictKind kind) {
  std::string text;
  for (const Verdict& verdict : report.verdicts) {
    if (verdict.kind != kind) continue;
    text += (text.empty() ? "" : " ") +
            (verdict.automation.name.empty() ? std::string("policy") : verdict.automation.name);
  }
  return text;
}

std::string accept_command(const Report& report, VerdictKind kind) {
  const std::string base = report.base_name.empty() ? "" : " --base " + printable(report.base_name);
  return "`tidemark accept " + names_with(report, kind) + base + " --reason \"...\"`";
}

/// What got worse is accepted for a reason of its own, and is not all that waits for a person.
std::string others_waiting(const Report& report) {
  const std::string changed = names_with(report, VerdictKind::changed);
  return changed.empty() ? "" : "; what is CHANGED waits for a person, too: " + changed;
}

/// Of the verdicts that decide; "" unless each of them has one.
std::string own_way_out(const Report& report) {
  std::string first;
  for (const Verdict& verdict : report.verdicts) {
    if (verdict.kind != report.verdict) continue;
    if (verdict.way_out.empty()) return "";
    if (first.empty()) first = verdict.way_out;
  }
  return first;
}

}  // namespace

std::string next_step(const Report& report) {
  if (const std::string own = own_way_out(report); !own.empty()) return own;
  switch (report.verdict) {
    case VerdictKind::not_affected:
    case VerdictKind::pass:
      return "nothing; this may go out";
    case VerdictKind::accepted:
      return "have the acceptance reviewed by the owners named above; then this may go out";
    case VerdictKind::changed:
      return "look at the changes above; if they are right, " +
             accept_command(report, VerdictKind::changed);
    case VerdictKind::inconclusive:
      return "add golden cases (extra cases beat extra runs), then `tidemark record " +
             names_with(report, VerdictKind::inconclusive) + "`";
    case VerdictKind::not_tested:
      if (report.verdicts.front().automation.name == nobody) {
        return "describe an automation with a replay section in tidemark.yaml, then `tidemark "
               "check`";
      }
      return "give it a golden set and a baseline: `tidemark record " +
             names_with(report, VerdictKind::not_tested) + "`";
    case VerdictKind::error:
      return "mend the failure above and run it again; an error is never taken for a result";
    case VerdictKind::regressed:
      return "talk to the owners above; keep the old version or mend the automation; if the new "
             "behaviour is right, " +
             accept_command(report, VerdictKind::regressed) + others_waiting(report);
  }
  return "";
}

}  // namespace tidemark::report
