#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "core/model/exit_code.hpp"
#include "core/text/counted.hpp"
#include "core/text/excerpt.hpp"
#include "replay/report/contracts.hpp"
#include "replay/report/effort.hpp"
#include "replay/report/next_step.hpp"
#include "replay/report/printable.hpp"
#include "replay/report/report.hpp"
#include "replay/report/shifts.hpp"

namespace tidemark::report {
namespace {

constexpr std::size_t untouched_named = 20;
constexpr std::size_t changes_shown = 20;
constexpr std::size_t findings_shown = 5;

std::string short_id(const std::string& commit) { return commit.substr(0, 10); }

/// Several words in one column's width: "a, b".
std::string listed(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string coloured(VerdictKind kind, std::string text, const TextStyle& style) {
  if (!style.colour) return text;
  const int code = exit_code_of(kind);
  const char* colour = code == 0 ? "32" : code == 11 ? "33" : "31";
  return fmt::format("\x1b[1;{}m{}\x1b[0m", colour, text);
}

/// "a -> b", "+ b", "- a".
std::string movement(const std::string& from, const std::string& to) {
  if (from.empty()) return "+ " + printable(to, longest_output);
  if (to.empty()) return "- " + printable(from, longest_output);
  const auto [before, after] = text::excerpts(from, to, longest_output);
  return printable(before, longest_output) + " -> " + printable(after, longest_output);
}

std::string change_line(const Change& change) {
  std::string line = fmt::format("  {:<8}  {}  {}", to_string(change.change_class),
                                 to_string(change.entity), printable(change.what));
  if (change.from != change.to) line += "  " + movement(change.from, change.to);
  if (change.source == ChangeSource::inventory && !change.place.file.empty()) {
    line += "  (" + printable(to_string(change.place)) + ")";
  }
  return line + "\n";
}

/// What is known of the change at the end of the way, and of the way.
std::string kind_text(const Impact& impact) {
  if (impact.path.empty()) return "";
  return fmt::format("  ({}{})", to_string(impact.change_class),
                     impact.strength == Criticality::soft ? ", by soft uses only" : "");
}

std::string paths_text(const char* title, const std::vector<std::string>& paths,
                       const char* way_out) {
  if (paths.empty()) return "";
  std::string text = fmt::format("{}\n", title);
  for (const std::string& path : paths) text += "  " + printable(path) + "\n";
  return text + way_out;
}

/// Unclassified paths that the head claims all the same, or those that it does not: a claim that
/// the base does not know settles nothing.
std::vector<std::string> unclassified(const ChangeSet& changes, bool claimed_by_head) {
  std::set<std::string_view> claimed;
  for (const Change& change : changes.changes) {
    if (change.source == ChangeSource::file) claimed.insert(change.what);
  }
  std::vector<std::string> paths;
  for (const std::string& path : changes.unclassified) {
    if (claimed.contains(path) == claimed_by_head) paths.push_back(path);
  }
  return paths;
}

std::string owners_line(const Owners& owners) {
  std::vector<std::string> named;
  if (!owners.technical.empty()) named.push_back("technical " + printable(owners.technical));
  if (!owners.operational.empty()) named.push_back("operational " + printable(owners.operational));
  if (!owners.escalation.empty()) named.push_back("escalation " + printable(owners.escalation));
  return named.empty() ? "nobody is named; add owners to the inventory" : listed(named);
}

std::string acceptance_text(const Verdict& verdict) {
  if (!verdict.acceptance) return "";
  return fmt::format("  accepted by {} on {}: {}\n  expires {}\n",
                     printable(verdict.acceptance->author), verdict.acceptance->accepted_at,
                     printable(verdict.acceptance->reason), verdict.acceptance->expires);
}

std::string name_of(const Verdict& verdict) {
  return verdict.automation.name.empty() ? "the workspace's policy" : verdict.automation.name;
}

std::string heading(const Verdict& verdict, const TextStyle& style) {
  const std::string kind = fmt::format("{:<12}", to_string(verdict.kind));
  return fmt::format("{}  {}{}\n", coloured(verdict.kind, kind, style), name_of(verdict),
                     verdict.is_new ? "  (NEW: judged by its own judge)" : "");
}

std::string measured_text(const Verdict& verdict) {
  const Measurement& measured = *verdict.measured;
  if (measured.trials == 0) return "";
  std::string trials = measured.trials < measured.planned
                           ? text::counted_of(measured.trials, measured.planned, "trial", "trials")
                           : text::counted(measured.trials, "trial", "trials");
  if (measured.failures != 0) {
    trials += measured.failures == measured.trials
                  ? " (none gave an output)"
                  : fmt::format(" ({} gave no output)", measured.failures);
  }
  const std::string over =
      fmt::format("{}, {}, against {} of each case", text::counted(measured.cases, "case", "cases"),
                  trials, text::counted(measured.baseline_runs, "control run", "control runs"));
  if (!verdict.evidence) return "  replayed  " + over + '\n';
  return fmt::format("  evidence  of run {}, since nothing it stands on moved: {}\n",
                     *verdict.evidence, over);
}

std::string cases_text(const Verdict& verdict) {
  if (!verdict.cases) return "";
  const CaseSelection& cases = *verdict.cases;
  if (!cases.why_all.empty()) {
    return fmt::format("  golden    all {} cases: {} of them {} what changed, {}\n", cases.all,
                       cases.called, text::agreeing(cases.called, "touches", "touch"),
                       cases.why_all);
  }
  return fmt::format("  golden    {} of {} cases {} what changed; the others are left out\n",
                     cases.taken, cases.all, text::agreeing(cases.taken, "touches", "touch"));
}

/// Sentences of those that no change reaches, each once, with how many it is about.
std::string why_not_affected(const Report& report, std::size_t count) {
  std::vector<std::pair<std::string, std::size_t>> sentences;
  for (const Verdict& verdict : report.verdicts) {
    if (verdict.kind != VerdictKind::not_affected) continue;
    for (const std::string& sentence : verdict.because) {
      auto found = std::find_if(sentences.begin(), sentences.end(),
                                [&](const auto& one) { return one.first == sentence; });
      if (found == sentences.end()) found = sentences.insert(found, {sentence, 0});
      ++found->second;
    }
  }
  std::string text;
  for (const auto& [sentence, about] : sentences) {
    text += "  " + printable(sentence);
    text += about == count ? "\n" : fmt::format(" ({} of these)\n", about);
  }
  return text;
}

/// What no change reaches is one paragraph, however much of it there is.
std::string not_affected_text(const Report& report, const TextStyle& style) {
  std::vector<std::string> names;
  for (const Verdict& verdict : report.verdicts) {
    if (verdict.kind != VerdictKind::not_affected) continue;
    if (names.size() < untouched_named) names.push_back(name_of(verdict));
  }
  if (names.empty()) return "";
  const auto count = static_cast<std::size_t>(std::count_if(
      report.verdicts.begin(), report.verdicts.end(),
      [](const Verdict& verdict) { return verdict.kind == VerdictKind::not_affected; }));
  std::string text =
      coloured(VerdictKind::not_affected, "NOT_AFFECTED", style) + "  " + listed(names);
  if (count > names.size()) text += fmt::format(" and {} more", count - names.size());
  return text + "\n" + why_not_affected(report, count) + "\n";
}

std::string range_line(const Report& report) {
  std::string head = report.head.empty() ? std::string("no commit") : short_id(report.head);
  if (report.dirty) head = "working tree on " + head;
  if (report.base.empty()) return fmt::format("{}: {}\n\n", report.command, head);
  return fmt::format("{}: {} ({}) -> {}\n\n", report.command, short_id(report.base),
                     printable(report.base_name), head);
}

/// What the run could not show, and what chance may do to it (docs/statistics.md).
std::string promise_text(const Report& report) {
  std::size_t replayed = 0, sampled = 0;
  for (const Verdict& verdict : report.verdicts) {
    if (!verdict.measured || verdict.measured->trials == 0) continue;
    ++replayed;
    if (verdict.measured->candidate_runs >= 3) ++sampled;
  }
  std::string text;
  if (sampled != 0) {
    text += fmt::format(
        "Judged by sampling: {}. If nothing changed, at most {:.2f} false alarms are "
        "to be expected,\nprovided that old and new runs are exchangeable.\n",
        sampled, 0.05 * static_cast<double>(sampled));
  }
  if (replayed != 0) text += "Inputs outside the golden sets are untested.\n";
  return text;
}

}  // namespace

std::string way_text(const Impact& impact) {
  if (impact.path.empty()) return "an unclassified path may reach it";
  std::string text;
  for (const EntityId& id : impact.path) {
    if (!text.empty()) text += " > ";
    text.append(to_string(id.kind)).append(1, ':').append(id.name);
  }
  return text;
}

std::string verdict_text(const Verdict& verdict, const Report& report, const TextStyle& style) {
  std::string text = heading(verdict, style) + acceptance_text(verdict);
  for (const Impact& impact : report.impacts) {
    if (impact.automation != verdict.automation) continue;
    text += "  reached   " + way_text(impact) + kind_text(impact) + "\n";
    text += contract_lines(report.contracts, verdict.automation);
  }
  text += cases_text(verdict);
  if (verdict.measured) {
    text += measured_text(verdict) + effort_text(verdict);
  }
  for (const std::string& sentence : verdict.because) text += "  " + printable(sentence) + "\n";
  const bool passed = verdict.kind == VerdictKind::pass;
  text += shifts_text(passed ? "lower scores, which do not make it worse" : "worst cases",
                      verdict.worse, style.cases);
  if (!verdict.moved.empty()) {
    text += fmt::format("  moved     {} {} another output at an equal or better score\n",
                        text::counted(verdict.moved.size(), "case", "cases"),
                        text::agreeing(verdict.moved.size(), "has", "have"));
  }
  if (verdict.kind != VerdictKind::pass && !verdict.automation.name.empty()) {
    text += "  owners    " + owners_line(verdict.owners) + "\n";
  }
  return text + "\n";
}

std::string changes_text(const ChangeSet& changes, std::size_t most) {
  std::string text = "Changed\n";
  const std::size_t shown =
      most == 0 ? changes.changes.size() : std::min(most, changes.changes.size());
  for (std::size_t i = 0; i < shown; ++i) text += change_line(changes.changes[i]);
  if (shown < changes.changes.size()) {
    text += fmt::format("  and {} more (`tidemark changes` lists all)\n",
                        changes.changes.size() - shown);
  }
  if (changes.changes.empty()) text += "  nothing that the inventory knows\n";
  if (!changes.proposals.empty()) {
    text += "Proposed changes to the judge (not followed until accepted)\n";
    for (const Proposal& proposal : changes.proposals) {
      text += fmt::format("  {}  {}: {}\n", proposal.rule,
                          proposal.automation.name.empty() ? "all" : proposal.automation.name,
                          printable(proposal.text));
    }
  }
  text += paths_text(
      "Changed paths that the base does not wholly claim", unclassified(changes, true),
      "  what only the head claims, a runner names or a schema refers to may reach more; "
      "that ends\n  once the base claims each with `files: [PATH]`, or ignores it with\n"
      "  `policy: {ignore: [PATH]}` in tidemark.yaml\n");
  text += paths_text("Changed paths that nobody claims", unclassified(changes, false),
                     "  claim each with `files: [PATH]` in the entity it belongs to, or ignore it "
                     "with\n  `policy: {ignore: [PATH]}` in tidemark.yaml\n");
  if (!changes.ignored.empty() || changes.out_of_scope != 0) {
    text += fmt::format("{} ignored by policy, {} outside the workspace\n", changes.ignored.size(),
                        changes.out_of_scope);
  }
  return text;
}

std::string to_text(const Report& report, const TextStyle& style) {
  std::string text = range_line(report);
  if (!report.base.empty()) {
    text += changes_text(report.changes, changes_shown) +
            contracts_text(report.contracts, findings_shown) + "\n";
  }
  for (const Verdict& verdict : report.verdicts) {
    if (verdict.kind != VerdictKind::not_affected) text += verdict_text(verdict, report, style);
  }
  text += not_affected_text(report, style);
  text += promise_text(report);
  text += "Next: " + next_step(report) + "\n";
  return text + fmt::format("exit {}: {}\n", report.exit_code, meaning_of_exit(report.exit_code));
}

}  // namespace tidemark::report
