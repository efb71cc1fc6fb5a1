#include "replay/pipeline/session.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/text/suggest.hpp"
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

host::PluginFile Session::plugin_of(const Judge& judge) const {
  const std::string& id = judge.replay.runner.plugin;
  for (const PluginPin& pin : judge.plugins) {
    if (pin.id != id) continue;
    const std::filesystem::path path(pin.path);
    return {id, path.is_absolute() ? path : folder_ / path, pin.sha256, false};
  }
  for (const host::PluginFile& file : parts_.built_in) {
    if (file.id == id) return file;
  }
  const auto ids = known_plugins(parts_.built_in, judge.plugins);
  const std::string hint = text::did_you_mean(id, ids);
  throw Error(Fault::configuration,
              to_string(Complaint{judge.replay.place, "no plugin is called " + id,
                                  hint.empty() ? "pin it under `plugins:` in tidemark.yaml" : hint}));
}

std::string Session::plugin_identity(const Judge& judge) const {
  const host::PluginFile file = plugin_of(judge);
  return file.id + (file.built_in ? " " + parts_.tool : " sha256:" + file.sha256);
}

std::vector<Outcome> Session::run(const Judge& judge, std::span<const Trial> trials) {
  planned_ += trials.size();
  const RunnerSpec& runner = judge.replay.runner;
  const run::Setting setting{
      {plugin_of(judge), runner.config, runner.environment, folder_}, runner.timeout,
      runner.concurrency};
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
