#include <algorithm>

#include "core/base/error.hpp"
#include "core/host/conformance.hpp"
#include "core/json/json.hpp"
#include "core/text/counted.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/assess.hpp"
#include "replay/pipeline/plugin_shelf.hpp"

namespace tidemark::cli {
namespace {

pipeline::Judge judge_in(const Here& at, const std::string& name) {
  const Entity& automation = pipeline::automation_named(at.world.inventory, name);
  pipeline::Judge judge = pipeline::judge_of(at.world, automation, "head");
  // A runner is tried before there is a baseline.
  if (!judge.golden.cases.empty()) return judge;
  const std::string why = judge.golden.path.empty() ? judge.lacking : "its golden set is empty";
  throw Error(Fault::configuration, to_string(automation.id) + ": " + why +
                                        " (its first case is what the plugin is asked)");
}

host::Candidate candidate_of(const pipeline::Judge& judge, const pipeline::PluginShelf& plugins) {
  const RunnerSpec& runner = judge.replay.runner;
  host::Candidate candidate;
  candidate.spec = {plugins.find(judge, runner.plugin), runner.config, runner.environment,
                    plugins.folder};
  candidate.input = judge.golden.cases.front().input;
  candidate.timeout = runner.timeout;
  return candidate;
}

std::string text_of(const std::vector<host::Promise>& promises) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [text, broken] : promises) {
    rows.push_back({broken.empty() ? "kept" : "BROKEN", text, broken});
  }
  return table(rows);
}

json::Value json_of(const std::string& plugin, const std::string& case_id,
                    const std::vector<host::Promise>& promises) {
  json::Array items;
  for (const auto& [text, broken] : promises) {
    items.emplace_back(
        json::Object{{"promise", text}, {"kept", broken.empty()}, {"broken", broken}});
  }
  return json::Object{{"schema", "tidemark.conformance/1"},
                      {"plugin", plugin},
                      {"case", case_id},
                      {"promises", std::move(items)}};
}

}  // namespace

int conformance(const Arguments& arguments) {
  expect_names(arguments, 1);
  const Here at = here(arguments);
  const pipeline::Judge judge = judge_in(at, arguments.names.front());
  const auto host = real_host();
  const auto promises =
      host::conformance(*host, candidate_of(judge, {real_plugins(), at.workspace.root}));
  const std::string& plugin = judge.replay.runner.plugin;
  const std::string& case_id = judge.golden.cases.front().id;
  const auto broken = static_cast<std::size_t>(
      std::count_if(promises.begin(), promises.end(),
                    [](const host::Promise& promise) { return !promise.broken.empty(); }));
  const std::string sum = broken == 0
                              ? "all promises are kept"
                              : text::counted_of(broken, promises.size(), "promise", "promises") +
                                    " " + text::agreeing(broken, "is", "are") + " broken";
  print(arguments,
        "plugin " + plugin + ", asked by case " + case_id + ":\n" + text_of(promises) + sum + '\n',
        json_of(plugin, case_id, promises));
  return broken == 0 ? 0 : static_cast<int>(Fault::configuration);
}

}  // namespace tidemark::cli
