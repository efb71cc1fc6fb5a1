#include "replay/cli/case_of_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/json/difference.hpp"
#include "core/model/report.hpp"
#include "core/text/code_points.hpp"
#include "core/text/excerpt.hpp"
#include "core/text/suggest.hpp"
#include "replay/cli/print.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t longest_line = 80;
constexpr std::size_t longest_value = 100;

/// What several runs of the case came to alike.
struct Answer {
  std::string output;  ///< canonical JSON; "" when `failure` is set
  std::optional<Failure> failure;
  std::vector<int> runs;
};

/// The case as one automation had it.
struct CaseOfRun {
  const Verdict* verdict = nullptr;
  const CaseShift* shift = nullptr;  ///< null: nothing of it differs from the baseline
  std::vector<Answer> answers;       ///< by the first run of each
};

const CaseShift* shift_of(const Verdict& verdict, const std::string& case_id) {
  for (const auto* list : {&verdict.worse, &verdict.moved, &verdict.better}) {
    for (const CaseShift& one : *list) {
      if (one.case_id == case_id) return &one;
    }
  }
  return nullptr;
}

std::vector<Answer> answers_of(std::vector<Outcome> outcomes) {
  std::sort(outcomes.begin(), outcomes.end(),
            [](const Outcome& a, const Outcome& b) { return a.run < b.run; });
  std::vector<Answer> answers;
  for (Outcome& outcome : outcomes) {
    const auto alike = std::find_if(answers.begin(), answers.end(), [&](const Answer& one) {
      return one.output == outcome.output && one.failure == outcome.failure;
    });
    if (alike != answers.end()) {
      alike->runs.push_back(outcome.run);
    } else {
      answers.push_back({std::move(outcome.output), std::move(outcome.failure), {outcome.run}});
    }
  }
  return answers;
}

/// The case wherever the run has it; `ids` gets those of all its cases.
std::vector<CaseOfRun> found_in(const Report& report, const ledger::Past& past, std::int64_t run,
                                const std::string& case_id, std::set<std::string>& ids) {
  std::vector<CaseOfRun> found;
  for (const Verdict& verdict : report.verdicts) {
    const std::string arm = report.command == "replay" || verdict.is_new ? "head" : "base";
    std::vector<Outcome> outcomes;
    for (auto& trial : past.trials(verdict.evidence.value_or(run), verdict.automation)) {
      ids.insert(trial.outcome.case_id);
      if (trial.outcome.case_id != case_id || trial.arm != arm) continue;
      outcomes.push_back(std::move(trial.outcome));
    }
    const CaseShift* shift = shift_of(verdict, case_id);
    if (shift == nullptr && outcomes.empty()) continue;
    found.push_back({&verdict, shift, answers_of(std::move(outcomes))});
  }
  return found;
}

[[noreturn]] void refuse_case(std::int64_t run, const std::string& case_id,
                              const std::set<std::string>& ids) {
  const std::string hint = text::did_you_mean(case_id, {ids.begin(), ids.end()});
  throw Error(Fault::configuration, "run " + std::to_string(run) + " has no case " +
                                        text::printable(case_id, longest_value) +
                                        (hint.empty() ? "" : " (" + hint + ")"));
}

std::string indented(const std::string& text, const std::string& margin) {
  std::string lines;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines += margin + text::printable(text.substr(start, end - start)) + '\n';
    start = end + 1;
  }
  return lines;
}

/// A short value on the line of its name, others below: a text as it is read, line by line.
std::string value_text(const std::string& name, const std::string& canonical) {
  const json::Value value = json::parse(canonical, "a stored output");
  const std::string* text = value.string();
  const bool has_lines = text != nullptr && text->find('\n') != std::string::npos;
  if (canonical.size() <= longest_line && !has_lines) {
    return fmt::format("  {:<9} {}\n", name, text::printable(canonical));
  }
  if (text != nullptr) return fmt::format("  {}\n", name) + indented(*text, "    | ");
  return fmt::format("  {}\n", name) + indented(json::dump_pretty(value), "    ");
}

std::string written(const std::optional<json::Value>& value) {
  return value ? json::dump(*value) : "nothing";
}

std::string difference_text(const json::Difference& one) {
  const auto [before, after] =
      text::excerpts(written(one.before), written(one.after), longest_value);
  return fmt::format("    {}  {} -> {}\n", one.at.empty() ? "all of it" : text::printable(one.at),
                     text::printable(before, longest_value), text::printable(after, longest_value));
}

/// Where the two differ, unless that can be seen at once.
std::string differences_text(const CaseShift& shift) {
  if (shift.after_output.empty()) return "";
  const auto differences = json::differences(json::parse(shift.before_output, "a stored output"),
                                             json::parse(shift.after_output, "a stored output"));
  if (std::max(shift.before_output.size(), shift.after_output.size()) <= longest_line) return "";
  std::string text = "  differs\n";
  for (const json::Difference& one : differences) text += difference_text(one);
  return text;
}

/// "runs 0-2, 5".
std::string numbered(const std::vector<int>& runs) {
  std::string text;
  for (std::size_t i = 0; i < runs.size();) {
    std::size_t last = i;
    while (last + 1 < runs.size() && runs[last + 1] == runs[last] + 1) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(runs[i]);
    if (last != i) text += '-' + std::to_string(runs[last]);
    i = last + 1;
  }
  return (runs.size() == 1 ? "run " : "runs ") + text;
}

std::string answer_text(const Answer& answer, const CaseShift* shift) {
  const std::string runs = numbered(answer.runs);
  if (answer.failure) {
    return fmt::format("  {}: no output ({})\n", runs, to_string(answer.failure->kind)) +
           indented(answer.failure->text, "    ");
  }
  if (shift != nullptr && answer.output == shift->before_output) {
    return fmt::format("  {}: the output before\n", runs);
  }
  if (shift != nullptr && answer.output == shift->after_output) {
    return fmt::format("  {}: the output after\n", runs);
  }
  return value_text(runs + ":", answer.output);
}

std::string case_text(const CaseOfRun& one) {
  std::string text =
      fmt::format("{:<12}  {}{}\n", to_string(one.verdict->kind), one.verdict->automation.name,
                  one.shift != nullptr && one.shift->critical ? "  (critical case)" : "");
  if (one.shift != nullptr) {
    const CaseShift& shift = *one.shift;
    text += fmt::format("  {:<9} {:.2f} -> {:.2f}  {}\n", "scores", shift.before, shift.after,
                        text::printable(shift.difference));
    text += value_text("input", shift.input) + value_text("before", shift.before_output);
    if (!shift.after_output.empty()) text += value_text("after", shift.after_output);
    text += differences_text(shift);
  } else if (std::any_of(one.answers.begin(), one.answers.end(),
                         [](const Answer& answer) { return !answer.failure; })) {
    text += "  no output of it differs from the baseline\n";
  }
  for (const Answer& answer : one.answers) text += answer_text(answer, one.shift);
  return text + '\n';
}

json::Value output_json(const std::string& canonical) {
  return canonical.empty() ? json::Value() : json::parse(canonical, "a stored output");
}

json::Value answer_json(const Answer& answer) {
  json::Array runs;
  for (const int run : answer.runs) runs.emplace_back(run);
  json::Value failure;
  if (answer.failure) {
    failure =
        json::Object{{"kind", to_string(answer.failure->kind)}, {"text", answer.failure->text}};
  }
  return json::Object{{"runs", std::move(runs)},
                      {"output", output_json(answer.output)},
                      {"failure", std::move(failure)}};
}

json::Value case_json(const CaseOfRun& one) {
  json::Array answers;
  for (const Answer& answer : one.answers) answers.push_back(answer_json(answer));
  return json::Object{
      {"automation", to_string(one.verdict->automation)},
      {"verdict", to_string(one.verdict->kind)},
      {"shift", one.shift == nullptr ? json::Value() : report::shift_json(*one.shift)},
      {"answers", std::move(answers)}};
}

}  // namespace

void print_case(const Arguments& arguments, const ledger::Past& past, std::int64_t run,
                const ledger::StoredRun& stored) {
  const std::string& case_id = *arguments.one_case;
  const Report report = report::report_of(json::parse(stored.report, "run " + std::to_string(run)));
  std::set<std::string> ids;
  const auto found = found_in(report, past, run, case_id, ids);
  if (found.empty()) refuse_case(run, case_id, ids);
  std::string text = fmt::format("case {} in run {}, a {} of {}\n\n", text::printable(case_id), run,
                                 stored.command, stored.started_at);
  json::Array automations;
  for (const CaseOfRun& one : found) {
    text += case_text(one);
    automations.push_back(case_json(one));
  }
  print(arguments, text,
        json::Object{{"schema", "tidemark.case/1"},
                     {"run", run},
                     {"command", stored.command},
                     {"case", case_id},
                     {"automations", std::move(automations)}});
}

}  // namespace tidemark::cli
