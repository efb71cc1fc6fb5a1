#include "replay/pipeline/session.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/text/suggest.hpp"
#include "replay/pipeline/plugin_comparator.hpp"
#include "replay/run/runner.hpp"

namespace tidemark::pipeline {
namespace {

std::vector<std::string> known_plugins(const std::vector<host::PluginFile>& built_in,
                                       const std::vector<PluginPin>& pins) {
  std::vector<std::string> ids;
  for (const host::PluginFile& file : built_in) ids.push_back(file.id);
  for (const PluginPin& pin : pins) ids.push_back(pin.id);
  return ids;
}

}  // namespace

Session::Session(Parts& parts, std::filesystem::path folder, const ledger::RunStart& start)
    : parts_(parts), folder_(std::move(folder)), run_(parts.ledger.begin(start)) {}

host::PluginFile Session::plugin_of(const Judge& judge, const std::string& id) const {
  const auto built_in = std::find_if(parts_.built_in.begin(), parts_.built_in.end(),
                                     [&](const host::PluginFile& file) { return file.id == id; });
  for (const PluginPin& pin : judge.plugins) {
    if (pin.id != id) continue;
    if (built_in != parts_.built_in.end()) {
      throw Error(Fault::security, to_string(Complaint{pin.place, "plugin " + id + " is built in",
                                                       "give the pinned one another id"}));
    }
    const std::filesystem::path path(pin.path);
    return {id, path.is_absolute() ? path : folder_ / path, pin.sha256, false};
  }
  if (built_in != parts_.built_in.end()) return *built_in;
  const std::string hint = text::did_you_mean(id, known_plugins(parts_.built_in, judge.plugins));
  throw Error(
      Fault::configuration,
      to_string(Complaint{judge.replay.place, "no plugin is called " + id,
                          hint.empty() ? "pin it under `plugins:` in tidemark.yaml" : hint}));
}

std::string Session::plugin_identity(const Judge& judge) const {
  std::vector<std::string> ids = {judge.replay.runner.plugin};
  for (const ComparatorSpec& one : judge.replay.compare) {
    if (!compare::is_built_in(one.comparator)) ids.push_back(one.comparator);
  }
  std::string identity;
  for (const std::string& id : ids) {
    const host::PluginFile file = plugin_of(judge, id);
    identity += (identity.empty() ? "" : ", ") + id + " " +
                (file.built_in ? parts_.tool : "sha256:" + file.sha256);
  }
  return identity;
}

compare::Make Session::comparators(const Judge& judge) {
  return [this, &judge](const ComparatorSpec& spec,
                        const std::string& where) -> std::unique_ptr<const compare::Comparator> {
    const bool pinned =
        std::any_of(judge.plugins.begin(), judge.plugins.end(),
                    [&](const PluginPin& pin) { return pin.id == spec.comparator; });
    if (!pinned) return compare::make_comparator(spec, where);
    return plugin_comparator(
        parts_.host.open({plugin_of(judge, spec.comparator), spec.options, {}, folder_}), spec);
  };
}

std::vector<Outcome> Session::run(const Judge& judge, std::span<const Trial> trials,
                                  std::size_t most_failures) {
  planned_ += trials.size();
  const RunnerSpec& runner = judge.replay.runner;
  const run::Setting setting{
      {plugin_of(judge, runner.plugin), runner.config, runner.environment, folder_},
      runner.timeout,
      runner.concurrency,
      most_failures};
  const auto keep = [&](std::span<const Outcome> outcomes) {
    std::vector<ledger::TrialRecord> records;
    for (const Outcome& outcome : outcomes) {
      records.push_back({judge.automation, judge.arm, outcome});
    }
    parts_.ledger.add(run_, records);
  };
  const auto progress = [&](std::size_t done, std::size_t total) {
    if (parts_.progress) parts_.progress(judge.automation, done, total);
  };
  return run::run_trials(parts_.host, setting, trials, keep, progress);
}

void Session::finish(int exit_code, const std::string& report,
                     const std::vector<Verdict>& verdicts) {
  parts_.ledger.finish(run_, {planned_, exit_code, report, verdicts});
  const ledger::Testimony said = ledger::testimony(parts_.ledger.path(), run_);
  std::vector<VerdictKind> made, stored = said.verdicts;
  for (const Verdict& verdict : verdicts) made.push_back(verdict.kind);
  std::sort(made.begin(), made.end());
  std::sort(stored.begin(), stored.end());
  if (said.exit_code != exit_code || said.report != report || said.planned != planned_ ||
      said.trials != planned_ || made != stored) {
    throw Error(Fault::internal, "the ledger does not hold what run " + std::to_string(run_) +
                                     " did: no verdict is given on it");
  }
}

}  // namespace tidemark::pipeline
