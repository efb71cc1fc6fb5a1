#include "replay/cli/case_of_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/model/report.hpp"
#include "core/text/code_points.hpp"
#include "core/text/suggest.hpp"
#include "replay/cli/print.hpp"
#include "replay/pipeline/run_states.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t longest_id = 100;

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

/// Of the base's judge where that judged, else of the head's own.
std::vector<Outcome> outcomes_of(const Question& asked, const Verdict& verdict,
                                 std::set<std::string>& ids) {
  auto trials = asked.past.trials(verdict.evidence.value_or(asked.run), verdict.automation);
  const bool by_base =
      std::any_of(trials.begin(), trials.end(), [](const auto& one) { return one.arm == "base"; });
  std::vector<Outcome> outcomes;
  for (auto& trial : trials) {
    if (trial.arm != (by_base ? "base" : "head")) continue;
    ids.insert(trial.outcome.case_id);
    if (trial.outcome.case_id == asked.case_id) outcomes.push_back(std::move(trial.outcome));
  }
  return outcomes;
}

bool is_named(const std::string& name, const EntityId& automation) {
  return name == automation.name || name == to_string(automation);
}

bool is_wanted(const Arguments& arguments, const EntityId& automation) {
  return arguments.names.size() == 1 ||
         std::any_of(arguments.names.begin() + 1, arguments.names.end(),
                     [&](const std::string& name) { return is_named(name, automation); });
}

/// Throws Error(configuration) when one of the automations asked for is none of the run's.
void check_names(const Report& report, const Question& asked) {
  std::vector<std::string> known;
  for (const Verdict& verdict : report.verdicts) known.push_back(verdict.automation.name);
  for (std::size_t i = 1; i < asked.arguments.names.size(); ++i) {
    const std::string& name = asked.arguments.names[i];
    if (std::any_of(report.verdicts.begin(), report.verdicts.end(),
                    [&](const Verdict& verdict) { return is_named(name, verdict.automation); })) {
      continue;
    }
    const std::string hint = text::did_you_mean(name, known);
    throw Error(Fault::configuration, "run " + std::to_string(asked.run) + " has no automation " +
                                          text::printable(name, longest_id) +
                                          (hint.empty() ? "" : " (" + hint + ")"));
  }
}

/// The case wherever the run has it; `ids` gets those of all its cases.
std::vector<CaseOfRun> found_in(const Report& report, const Question& asked, const Judges& judges,
                                std::set<std::string>& ids) {
  std::vector<CaseOfRun> found;
  for (const Verdict& verdict : report.verdicts) {
    if (!verdict.measured || !is_wanted(asked.arguments, verdict.automation)) continue;
    const pipeline::Judge judge = judges.of(verdict.automation);
    for (const GoldenCase& one : judge.golden.cases) ids.insert(one.id);
    CaseOfRun one;
    one.verdict = &verdict;
    one.answers = answers_of(outcomes_of(asked, verdict, ids));
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
                                        text::printable(case_id, longest_id) +
                                        (hint.empty() ? "" : " (" + hint + ")"));
}

}  // namespace

void print_case(const Arguments& arguments, const pipeline::Workspace& workspace,
                const ledger::Past& past, std::int64_t run, const ledger::StoredRun& stored) {
  const std::string& case_id = *arguments.one_case;
  const Report report = report::report_of(json::parse(stored.report, "run " + std::to_string(run)));
  const Question asked{arguments, past, run, case_id};
  check_names(report, asked);
  const Judges judges(workspace, run, stored);
  std::set<std::string> ids;
  const auto found = found_in(report, asked, judges, ids);
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
