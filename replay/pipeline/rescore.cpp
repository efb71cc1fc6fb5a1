#include "replay/pipeline/rescore.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "core/model/exit_code.hpp"
#include "replay/pipeline/assess.hpp"
#include "replay/pipeline/examine.hpp"
#include "replay/pipeline/plugin_comparator.hpp"
#include "replay/pipeline/run_states.hpp"

namespace tidemark::pipeline {
namespace {

/// Scores are thousandths; what differs by less is the same.
constexpr double same_score = 1e-9;

/// The golden set and the baseline of then, the comparators and rules of now.
Judge judge_by(const RunStates& states, std::int64_t run, const EntityId& id,
               const std::vector<ComparatorSpec>& compare) {
  Judge judge = judge_then(states, run, id);
  if (!judge.lacking.empty()) refuse_run(run, to_string(id) + ": " + judge.lacking);
  const Entity* entity = states.now.inventory.find(id);
  if (entity == nullptr || !entity->replay) {
    refuse_run(run,
               to_string(id) + " has no replay section any more, so nothing says how to compare");
  }
  Judge now = judge_of(states.now, *entity, judge.arm);
  now.rules.deterministic = judge.rules.deterministic;
  judge.rules = now.rules;
  judge.owners = now.owners;
  judge.plugins = now.plugins;
  judge.replay.place = compare.empty() ? now.replay.place : Place{"--compare"};
  judge.replay.compare = compare.empty() ? now.replay.compare : compare;
  judge.replay.scrub = now.replay.scrub;
  return judge;
}

using Shifts = std::map<std::string, RescoredCase>;

const std::string& text_or_none(const json::Value* value) {
  static const std::string none;
  const std::string* text = value == nullptr ? nullptr : value->string();
  return text == nullptr ? none : *text;
}

double number_of(const json::Value* value) { return value == nullptr ? 0 : value->number(); }

Shifts shifts_of(const json::Value& verdict) {
  Shifts shifts;
  for (const char* list : {"worse", "moved", "better"}) {
    const json::Value* cases = verdict.find(list);
    if (cases == nullptr || cases->array() == nullptr) continue;
    for (const json::Value& one : *cases->array()) {
      const std::string& id = text_or_none(one.find("case"));
      shifts[id] = {
          id, false, Means{number_of(one.find("before")), number_of(one.find("after"))}, {}, ""};
    }
  }
  return shifts;
}

/// What a case came to; one that is in no list differs in no way.
void add_shifts(const Verdict& verdict, Shifts& shifts) {
  for (const auto* list : {&verdict.worse, &verdict.moved, &verdict.better}) {
    for (const CaseShift& one : *list) {
      RescoredCase& rescored = shifts[one.case_id];
      rescored.case_id = one.case_id;
      rescored.critical = one.critical;
      rescored.now = Means{one.before, one.after};
      rescored.difference = one.difference;
    }
  }
}

double drop(const std::optional<Means>& means) { return means ? means->before - means->after : 0; }

double size_of(const RescoredCase& one) { return std::abs(drop(one.now) - drop(one.was)); }

std::vector<RescoredCase> changed_cases(const json::Value& was, const Verdict& now) {
  Shifts shifts = shifts_of(was);
  add_shifts(now, shifts);
  std::vector<RescoredCase> cases;
  for (auto& [id, one] : shifts) {
    if (size_of(one) > same_score) cases.push_back(std::move(one));
  }
  std::stable_sort(cases.begin(), cases.end(), [](const RescoredCase& a, const RescoredCase& b) {
    return size_of(a) > size_of(b) + same_score;
  });
  return cases;
}

/// Cases that nobody ran, since nothing that changed called for them, are none of this judge's. How
/// many of those that were taken are not stored is all that is known of the others.
void leave_out_cases(const json::Value& was, const std::set<std::string>& stored, Judge& judge,
                     Rescored& rescored) {
  const json::Value* selection = was.find("cases");
  if (selection == nullptr || selection->is_null()) {
    for (const GoldenCase& one : judge.golden.cases) {
      if (!stored.contains(one.id)) ++rescored.without_trial;
    }
    return;
  }
  std::erase_if(judge.golden.cases,
                [&](const GoldenCase& one) { return !stored.contains(one.id); });
  const auto taken = static_cast<std::size_t>(number_of(selection->find("taken")));
  rescored.without_trial = taken - std::min(taken, judge.golden.cases.size());
}

/// What is not stored may hide a drop.
void need_every_case(Rescored& rescored) {
  if (rescored.without_trial == 0) return;
  rescored.now.kind = join(rescored.now.kind, VerdictKind::inconclusive);
  rescored.now.because.insert(rescored.now.because.begin(),
                              "the ledger does not hold every case that was judged");
}

Outcomes outcomes_of(const Judge& judge, const std::vector<ledger::TrialRecord>& trials,
                     Rescored& rescored) {
  Outcomes outcomes;
  for (const ledger::TrialRecord& trial : trials) {
    const GoldenCase* golden = judge.golden.find(trial.outcome.case_id);
    if (trial.arm != judge.arm || golden == nullptr) continue;
    outcomes[{golden->input_hash, trial.outcome.run}] = trial.outcome;
    ++rescored.trials;
    if (trial.outcome.failure) ++rescored.failed;
  }
  return outcomes;
}

std::optional<Means> means_of(const json::Value& was) {
  const json::Value* measured = was.find("measured");
  if (measured == nullptr || measured->is_null()) return std::nullopt;
  return Means{number_of(measured->find("mean_before")), number_of(measured->find("mean_after"))};
}

/// What a settled verdict had no need of, another comparator may need.
void say_if_settled_early(const json::Value& was, Verdict& now) {
  const json::Value* measured = was.find("measured");
  const double trials = number_of(measured->find("trials"));
  const double planned = number_of(measured->find("planned"));
  if (trials >= planned || now.kind == VerdictKind::regressed) return;
  now.because.push_back("the run was settled before all its trials were made; `--full` makes them");
}

struct Question {
  const RescoreRequest& request;
  const RunStates& states;
  const ledger::Past& past;
  Parts& parts;
  const PluginShelf& shelf;
};

Rescored rescored(const Question& question, const EntityId& id, const json::Value& was) {
  Judge judge = judge_by(question.states, question.request.run, id, question.request.compare);
  Rescored result;
  result.was =
      verdict_kind_named(text_or_none(was.find("verdict"))).value_or(VerdictKind::not_tested);
  result.means = means_of(was);
  const json::Value* evidence = was.find("evidence");
  const bool rests = evidence != nullptr && evidence->integer() != nullptr;
  const auto trials = question.past.trials(rests ? *evidence->integer() : question.request.run, id);
  std::set<std::string> stored;
  for (const ledger::TrialRecord& one : trials) stored.insert(one.outcome.case_id);
  leave_out_cases(was, stored, judge, result);
  const Outcomes outcomes = outcomes_of(judge, trials, result);
  result.now = judged(judge, comparators_of(question.parts.host, question.shelf, judge), outcomes,
                      judge.golden.hash + to_string(id));
  need_every_case(result);
  say_if_settled_early(was, result.now);
  result.cases = changed_cases(was, result.now);
  return result;
}

/// Those of the run's verdicts that rest on outputs, as its report has them.
std::map<EntityId, json::Value> verdicts_of(std::int64_t run, const ledger::StoredRun& stored) {
  const json::Value report = json::parse(stored.report, "run " + std::to_string(run));
  std::map<EntityId, json::Value> verdicts;
  const json::Value* all = report.find("verdicts");
  if (all == nullptr || all->array() == nullptr) return verdicts;
  for (const json::Value& one : *all->array()) {
    const auto id = parse_entity_id(text_or_none(one.find("automation")));
    if (id && means_of(one)) verdicts.emplace(*id, one);
  }
  return verdicts;
}

std::vector<EntityId> wanted(const RescoreRequest& request, const change::World& now,
                             const std::map<EntityId, json::Value>& verdicts) {
  std::vector<EntityId> ids = automations_named(now.inventory, request.names);
  for (const EntityId& id : ids) {
    if (!verdicts.contains(id)) refuse_run(request.run, "it has no outputs of " + to_string(id));
  }
  if (!ids.empty()) return ids;
  for (const auto& [id, verdict] : verdicts) ids.push_back(id);
  if (ids.empty()) refuse_run(request.run, "it has no outputs that a verdict rests on");
  return ids;
}

ledger::StoredRun scored_run(const ledger::Past& past, std::int64_t run) {
  ledger::StoredRun stored = finished_run(&past, run);
  if (stored.command != "gate" && stored.command != "replay") {
    refuse_run(run, "a " + stored.command +
                        " compares no outputs with a baseline (name the run of a "
                        "gate or a replay)");
  }
  return stored;
}

}  // namespace

ledger::StoredRun finished_run(const ledger::Past* past, std::int64_t run) {
  auto stored = past == nullptr ? std::nullopt : past->stored(run);
  if (stored) return *std::move(stored);
  throw Error(Fault::configuration, "the ledger has no finished run " +
                                        (run == 0 ? "of a gate or a replay" : std::to_string(run)) +
                                        " (see `tidemark runs`)");
}

Rescoring rescore(const Workspace& workspace, const RescoreRequest& asked, Parts& parts) {
  const ledger::Past past(parts.ledger.path());
  RescoreRequest request = asked;
  if (request.run == 0) request.run = past.newest("gate", "replay");
  Rescoring result;
  result.run = request.run;
  result.stored = scored_run(past, request.run);
  const RunStates states = states_of(workspace, request.run, result.stored);
  const PluginShelf shelf{parts.built_in, workspace.root};
  const auto verdicts = verdicts_of(request.run, result.stored);
  std::vector<VerdictKind> kinds;
  for (const EntityId& id : wanted(request, states.now, verdicts)) {
    result.automations.push_back(
        rescored({request, states, past, parts, shelf}, id, verdicts.at(id)));
    kinds.push_back(result.automations.back().now.kind);
  }
  std::stable_sort(result.automations.begin(), result.automations.end(),
                   [](const Rescored& a, const Rescored& b) { return a.now.kind > b.now.kind; });
  result.verdict = join(kinds);
  result.exit_code = exit_code_of(result.verdict);
  return result;
}

}  // namespace tidemark::pipeline
