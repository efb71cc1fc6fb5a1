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
#include "replay/pipeline/run_states.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t longest_line = 80;
constexpr std::size_t longest_value = 100;
constexpr std::size_t differences_shown = 20;

/// What several runs of the case came to alike.
struct Answer {
  std::string output;  ///< canonical JSON; "" when `failure` is set
  std::optional<Failure> failure;
  std::vector<int> runs;
};

/// The case as one automation had it.
struct CaseOfRun {
  const Verdict* verdict = nullptr;
  const CaseShift* shift = nullptr;  ///< null: the report has no difference of it
  bool critical = false;
  std::string input, before;    ///< canonical JSON; "" where it is not known any more
  std::vector<Answer> answers;  ///< by the first run of each
};

/// The run that is asked about.
struct Question {
  const Arguments& arguments;
  const ledger::Past& past;
  const std::int64_t run;
  const std::string& case_id;
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

/// By what the run judged, as far as that is still there; says why it is not.
class Judges {
 public:
  Judges(const pipeline::Workspace& workspace, std::int64_t run, const ledger::StoredRun& stored)
      : run_(run) {
    try {
      states_ = pipeline::states_of(workspace, run, stored);
    } catch (const Error& error) {
      print_note(error.what());
    }
  }

  pipeline::Judge of(const EntityId& automation) const {
    try {
      if (states_) return pipeline::judge_then(*states_, run_, automation);
    } catch (const Error& error) {
      print_note(error.what());
    }
    return {};
  }

 private:
  const std::int64_t run_;
  std::optional<pipeline::RunStates> states_;
};

void add_known(const pipeline::Judge& judge, const std::string& case_id, CaseOfRun& one) {
  const GoldenCase* golden = judge.golden.find(case_id);
  if (golden == nullptr) return;
  one.critical = golden->critical;
  one.input = golden->input;
  const BaselineCase* recorded = judge.baseline ? judge.baseline->find(case_id) : nullptr;
  if (recorded != nullptr && recorded->input_hash == golden->input_hash) {
    one.before = recorded->reference;
  }
}

std::vector<Outcome> outcomes_of(const Question& asked, const Verdict& verdict,
                                 const std::string& arm, std::set<std::string>& ids) {
  std::vector<Outcome> outcomes;
  for (auto& trial : asked.past.trials(verdict.evidence.value_or(asked.run), verdict.automation)) {
    if (trial.arm != arm) continue;
    ids.insert(trial.outcome.case_id);
    if (trial.outcome.case_id == asked.case_id) outcomes.push_back(std::move(trial.outcome));
  }
  return outcomes;
}

bool is_wanted(const Arguments& arguments, const EntityId& automation) {
  return arguments.names.size() == 1 ||
         std::any_of(arguments.names.begin() + 1, arguments.names.end(),
                     [&](const std::string& name) {
                       return name == automation.name || name == to_string(automation);
                     });
}

/// The case wherever the run has it; `ids` gets those of all its cases.
std::vector<CaseOfRun> found_in(const Report& report, const Question& asked, const Judges& judges,
                                std::set<std::string>& ids) {
  std::vector<CaseOfRun> found;
  for (const Verdict& verdict : report.verdicts) {
    if (!verdict.measured || !is_wanted(asked.arguments, verdict.automation)) continue;
    const std::string arm = report.command == "replay" || verdict.is_new ? "head" : "base";
    const pipeline::Judge judge = judges.of(verdict.automation);
    for (const GoldenCase& one : judge.golden.cases) ids.insert(one.id);
    CaseOfRun one;
    one.verdict = &verdict;
    one.answers = answers_of(outcomes_of(asked, verdict, arm, ids));
    add_known(judge, asked.case_id, one);
    one.shift = shift_of(verdict, asked.case_id);
    if (one.shift != nullptr) {
      one.critical = one.shift->critical;
      one.input = one.shift->input;
      one.before = one.shift->before_output;
    }
    if (one.input.empty() && one.answers.empty()) continue;
    found.push_back(std::move(one));
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
  return fmt::format("    {}  {} -> {}\n",
                     one.at.empty() ? "all of it" : text::printable(one.at, longest_value),
                     text::printable(before, longest_value), text::printable(after, longest_value));
}

/// Where the two differ, unless that can be seen at once.
std::string differences_text(const CaseShift& shift) {
  const auto differences =
      json::differences(json::parse(shift.before_output, "a stored output"),
                        json::parse(shift.after_output, "a stored output"), differences_shown);
  if (std::max(shift.before_output.size(), shift.after_output.size()) <= longest_line) return "";
  std::string text = "  differs\n";
  for (const json::Difference& one : differences) text += difference_text(one);
  if (differences.size() == differences_shown) text += "    and maybe more\n";
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

std::string answer_text(const Answer& answer, const CaseOfRun& one) {
  const std::string runs = numbered(answer.runs);
  if (answer.failure) {
    return fmt::format("  {}: no output ({})\n", runs, to_string(answer.failure->kind)) +
           indented(answer.failure->text, "    ");
  }
  if (answer.output == one.before) return fmt::format("  {}: the output before\n", runs);
  if (one.shift != nullptr && answer.output == one.shift->after_output) {
    return fmt::format("  {}: the output after\n", runs);
  }
  return value_text(runs + ":", answer.output);
}

/// Why the report has no difference of a case.
std::string unlisted_text(const CaseOfRun& one) {
  const Measurement& measured = *one.verdict->measured;
  const bool was_settled = measured.trials < measured.planned;
  if (one.answers.empty()) {
    return was_settled ? "  it was not run: the verdict was settled before\n"
                       : "  it was not run\n";
  }
  const bool is_other = std::any_of(
      one.answers.begin(), one.answers.end(),
      [&](const Answer& answer) { return !answer.failure && answer.output != one.before; });
  if (!is_other || one.before.empty()) return "";
  return was_settled ? "  not compared: the verdict was settled before\n"
                     : "  to the comparators the outputs are the same as before\n";
}

std::string case_text(const CaseOfRun& one) {
  std::string text =
      fmt::format("{:<12}  {}{}\n", to_string(one.verdict->kind), one.verdict->automation.name,
                  one.critical ? "  (critical case)" : "");
  if (one.shift != nullptr) {
    text += fmt::format("  {:<9} {}  {}\n", "scores",
                        report::scores_text(one.shift->before, one.shift->after),
                        text::printable(one.shift->difference));
  } else {
    text += unlisted_text(one);
  }
  if (!one.input.empty()) text += value_text("input", one.input);
  if (!one.before.empty()) text += value_text("before", one.before);
  if (one.shift != nullptr) {
    text += value_text("after", one.shift->after_output) + differences_text(*one.shift);
  }
  for (const Answer& answer : one.answers) text += answer_text(answer, one);
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
      {"critical", one.critical},
      {"input", output_json(one.input)},
      {"before_output", output_json(one.before)},
      {"shift", one.shift == nullptr ? json::Value() : report::shift_json(*one.shift)},
      {"answers", std::move(answers)}};
}

}  // namespace

void print_case(const Arguments& arguments, const pipeline::Workspace& workspace,
                const ledger::Past& past, std::int64_t run, const ledger::StoredRun& stored) {
  const std::string& case_id = *arguments.one_case;
  const Report report = report::report_of(json::parse(stored.report, "run " + std::to_string(run)));
  const Judges judges(workspace, run, stored);
  std::set<std::string> ids;
  const auto found = found_in(report, {arguments, past, run, case_id}, judges, ids);
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
