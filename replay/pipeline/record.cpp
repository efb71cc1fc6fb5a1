#include "replay/pipeline/record.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/hash.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/golden/golden_set.hpp"
#include "replay/pipeline/append.hpp"
#include "replay/pipeline/assess.hpp"
#include "replay/pipeline/closure.hpp"
#include "replay/pipeline/parameters.hpp"
#include "replay/pipeline/preflight.hpp"
#include "replay/pipeline/recording_checks.hpp"
#include "replay/pipeline/run_parts.hpp"
#include "replay/pipeline/shares.hpp"
#include "replay/plan/plan.hpp"

namespace tidemark::pipeline {
namespace {

Judge recording_judge(const change::World& world, const Entity& automation) {
  if (!automation.replay) {
    refuse_recording(Fault::configuration, automation,
                     "it has no replay section (" + to_string(automation.place) + ")");
  }
  const auto text = text_at(world, automation.replay->golden);
  if (!text) {
    refuse_recording(Fault::configuration, automation,
                     "the golden set " + automation.replay->golden + " is missing");
  }
  Judge judge;
  judge.automation = automation.id;
  judge.arm = "record";
  judge.replay = *automation.replay;
  Parameterized filled = with_parameters(judge.replay.runner, world.inventory);
  if (!filled.fault.empty()) refuse_recording(Fault::configuration, automation, filled.fault);
  judge.replay.runner = std::move(filled.runner);
  judge.plugins = world.inventory.plugins;
  judge.shares = shares_of(world.inventory, automation);
  judge.servers = servers_of(world.inventory, automation);
  judge.golden = golden::read_golden_set(*text, automation.replay->golden);
  if (judge.golden.cases.empty()) {
    refuse_recording(Fault::configuration, automation,
                     "the golden set " + automation.replay->golden + " has no case");
  }
  return judge;
}

/// Before anything is run for a baseline that could not be read back.
void check_size(const Judge& judge, const Entity& automation, int runs) {
  if (judge.golden.cases.size() * static_cast<std::size_t>(runs) <= most_control_runs_in_all) {
    return;
  }
  refuse_recording(Fault::configuration, automation,
                   std::to_string(runs) + " control runs of each of " +
                       std::to_string(judge.golden.cases.size()) + " cases are more than the " +
                       std::to_string(most_control_runs_in_all) + " that a baseline holds");
}

/// Outputs are moved: there may be many, and large ones.
std::vector<BaselineCase> cases_of(const GoldenSet& golden, std::vector<Outcome> outcomes) {
  std::stable_sort(outcomes.begin(), outcomes.end(),
                   [](const Outcome& a, const Outcome& b) { return a.run < b.run; });
  std::vector<BaselineCase> cases;
  for (const GoldenCase& one : golden.cases) cases.push_back({one.id, one.input_hash, "", {}});
  SharedTexts texts;
  for (Outcome& outcome : outcomes) {
    BaselineCase& its =
        cases[static_cast<std::size_t>(golden.find(outcome.case_id) - golden.cases.data())];
    const SharedText& output = texts.of(std::move(outcome.output));
    if (outcome.run == 0) {
      its.reference = output;
    } else {
      its.controls.push_back(output);
    }
  }
  return cases;
}

/// What a baseline is made of.
struct Made {
  std::vector<Outcome> outcomes;
  int runs = 0;            ///< control runs per case
  std::size_t trials = 0;  ///< that were run for it
  std::vector<std::string> models;
};

/// Models that answered, in sorted order. Of outputs that are kept nobody knows who gave them,
/// where their baseline does not say.
std::vector<std::string> models_of(const std::vector<Outcome>& made,
                                   const std::optional<Baseline>& before) {
  if (before && before->models.empty()) return {};
  std::set<std::string> models;
  if (before) models.insert(before->models.begin(), before->models.end());
  for (const Outcome& one : made) {
    if (!one.facts.model.empty()) models.insert(one.facts.model);
  }
  return {models.begin(), models.end()};
}

/// Runs what `before` lacks; without one everything.
Made outcomes_of(const Judge& judge, const std::optional<Baseline>& before, int runs,
                 Session& session) {
  Made made;
  made.runs = before ? std::max(runs, before->runs) : runs;
  auto trials = plan::recording(judge.golden, made.runs);
  if (before) trials = lacking(std::move(trials), judge.golden, *before);
  made.trials = trials.size();
  made.outcomes.resize(trials.size());
  session.run(judge, trials, 0, [&](std::size_t position, Outcome outcome) {
    if (before) need_model_of(judge, *before, outcome.facts.model);
    made.outcomes[position] = std::move(outcome);
    return true;
  });
  session.need_all(judge.automation);
  made.models = models_of(made.outcomes, before);
  if (before) std::ranges::move(kept(*before, judge.golden), std::back_inserter(made.outcomes));
  return made;
}

/// One for all; null when there is none. What can be gone on with is, whatever else failed.
std::exception_ptr joined(const std::vector<std::exception_ptr>& failures) {
  std::string sentences;
  bool is_unserved = false;
  for (const std::exception_ptr& failure : failures) {
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const Error& error) {
      is_unserved = is_unserved || dynamic_cast<const Unserved*>(&error) != nullptr;
      sentences += (sentences.empty() ? "" : "\n") + std::string(error.what());
    } catch (const run::OutOfBudget&) {
      return failure;
    }
  }
  if (sentences.empty()) return nullptr;
  return is_unserved ? std::make_exception_ptr(Unserved(Fault::evaluation, sentences))
                     : std::make_exception_ptr(Error(Fault::evaluation, sentences));
}

/// Then it stays as it is, to the byte.
bool lacks_nothing(const Baseline& before, const Baseline& now, const Made& made) {
  return made.trials == 0 && before.closure == now.closure &&
         before.cases.size() == now.cases.size();
}

bool compares_values(const ReplaySpec& replay) {
  return std::any_of(replay.compare.begin(), replay.compare.end(), [](const ComparatorSpec& one) {
    return one.comparator == "json" && one.at.empty();
  });
}

}  // namespace

void write(const Workspace& workspace, const std::vector<Recorded>& recordings) {
  for (const Recorded& one : recordings) {
    write_file_atomically(workspace.root / one.path, one.text);
  }
}

Recorded record(const change::World& world, const DependencyGraph& graph, const Entity& automation,
                int runs, Session& session, Earlier earlier) {
  const Judge judge = recording_judge(world, automation);
  const std::string plugin = session.plugins().identity(judge);
  const Closure closure = closure_of(world, graph, automation, judge.golden.hash, "", plugin);
  std::optional<Baseline> before;
  if (earlier == Earlier::kept) before = baseline_to_append(world, judge, closure);
  Made made = outcomes_of(judge, before, runs, session);
  check_outcomes(automation, made.outcomes);
  Baseline baseline;
  baseline.path = judge.replay.baseline;
  baseline.automation = to_string(automation.id);
  baseline.cases = cases_of(judge.golden, std::move(made.outcomes));
  const Quality quality = quality_of(judge, baseline, session);
  check_quality(automation, quality);
  baseline.closure = closure.hash;
  baseline.components = closure.components;
  baseline.recorded_at = session.started_at();
  baseline.runs = made.runs;
  baseline.tool = session.tool();
  baseline.models = std::move(made.models);
  baseline.plugins = {{judge.replay.runner.plugin, plugin}};
  return {automation.id,
          automation.deterministic,
          baseline.path,
          baseline.cases.size(),
          made.runs,
          quality.mean,
          quality.all_agree,
          before && lacks_nothing(*before, baseline, made) ? *text_at(world, baseline.path)
                                                           : golden::write_baseline(baseline),
          made.trials,
          compares_values(judge.replay) && are_json_within_texts(baseline.cases)};
}

RunResult<Recordings> record_now(const Workspace& workspace, const std::vector<std::string>& names,
                                 int runs, Parts& parts, Earlier earlier) {
  remove_unfinished_files(workspace);
  const change::World world = world_now(workspace);
  const DependencyGraph graph(world.inventory);
  const std::vector<EntityId> automations = automations_named(world.inventory, names);
  std::vector<Judge> judges;
  for (const EntityId& id : automations) {
    const Entity& automation = *world.inventory.find(id);
    judges.push_back(recording_judge(world, automation));
    check_size(judges.back(), automation, runs);
  }
  auto same = run_parts(world, parts, Records::written);
  same.push_back(question("record", texts_of(automations)));
  same.emplace_back("runs", sha256_hex(std::to_string(runs)));
  if (earlier == Earlier::kept) {
    // A run that was cut off goes on only while the baselines that it adds to are the same.
    same.emplace_back("baselines", baselines_hash(world, judges));
    for (const std::string& note : notes_on_floating(world, graph, judges)) {
      if (parts.note) parts.note(note);
    }
  }
  Session session(parts, workspace.root,
                  {"record", "", "", false, parts.tool, sorted(std::move(same))});
  check_plugins(judges, session);
  std::vector<std::optional<Recorded>> made(automations.size());
  std::vector<std::exception_ptr> failures(automations.size());
  session.together(automations.size(), [&](std::size_t i) {
    try {
      made[i] = record(world, graph, *world.inventory.find(automations[i]), runs, session, earlier);
    } catch (const run::OutOfBudget&) {
      failures[i] = std::current_exception();
    } catch (const Error& error) {
      if (error.fault() != Fault::evaluation) throw;
      failures[i] = std::current_exception();
    }
  });
  Recordings recordings{{}, joined(failures)};
  for (auto& one : made) {
    if (one) recordings.made.push_back(*std::move(one));
  }
  write(workspace, recordings.made);
  if (!recordings.failure) session.finish(0, "{}", {});
  return {std::move(recordings), session.number(), session.remainder()};
}

}  // namespace tidemark::pipeline
