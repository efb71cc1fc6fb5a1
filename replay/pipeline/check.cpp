#include "replay/pipeline/check.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/policy/catalogue.hpp"
#include "core/policy/policy.hpp"
#include "core/text/code_points.hpp"
#include "core/text/glob.hpp"
#include "replay/pipeline/acceptance.hpp"
#include "replay/pipeline/check_findings.hpp"
#include "replay/pipeline/parameters.hpp"
#include "replay/pipeline/replay_check.hpp"
#include "replay/pipeline/runner_check.hpp"
#include "replay/pipeline/runner_slips.hpp"

namespace tidemark::pipeline {
namespace {

/// Entities of a cycle that are named; a longer one is told by its first ones and its length.
constexpr std::size_t most_named = 6;

std::string walk_text(const std::vector<EntityId>& cycle) {
  const std::size_t size = cycle.size() - 1;  // the first comes again at the end
  std::string text = to_string(cycle.front());
  for (std::size_t i = 1; i < std::min(size, most_named); ++i) {
    text += " uses " + to_string(cycle[i]);
  }
  if (size > most_named) text += " uses ... (" + std::to_string(size - most_named) + " more)";
  return text + " uses " + to_string(cycle.back());
}

/// Collects findings about one workspace.
class Check {
 public:
  Check(const Workspace& workspace, const std::vector<host::PluginFile>& built_in, host::Host& host,
        const std::string& today)
      : workspace_(workspace),
        plugins_{built_in, workspace.root},
        host_(host),
        today_(today),
        found_(world_as_found(workspace)) {}

  std::vector<CheckFinding> all() && {
    for (Complaint& one : found_.complaints) {
      findings_.take("inventory.invalid", Severity::error, std::move(one));
    }
    for (Complaint& one : found_.warnings) {
      findings_.take("inventory.doubtful", Severity::warning, std::move(one));
    }
    if (found_.complaints.empty()) look_at_everything();
    return std::move(findings_).sorted();
  }

  const Inventory& inventory() const { return found_.world.inventory; }

 private:
  void look_at_everything() {
    const DependencyGraph graph(inventory());
    policy::View view{inventory(), graph, {}, today_};
    ReplayCheck replays(found_.world, findings_);
    for (const Entity& entity : inventory().entities) {
      if (entity.replay) view.golden[entity.id] = replays.look_at(entity);
      files(entity);
    }
    pins();
    runners();
    cycles(graph);
    acceptances();
    findings_.take(policy::findings_of(view));
  }

  /// Globs that claim nothing are usually misspelt.
  void files(const Entity& entity) {
    for (const std::string& glob : entity.files) {
      if (glob.starts_with("!")) continue;
      const text::GlobSet claimed({glob}, found_.world.folder);
      const auto& all = found_.world.files->files();
      const bool any = std::any_of(all.begin(), all.end(), [&](const git::File& file) {
        return claimed.matches(file.path);
      });
      if (any) continue;
      findings_.add(
          "files.unmatched", Severity::warning, entity.place, entity.id,
          "files " + text::printable(glob) + " of " + to_string(entity.id) + " matches no file",
          "mend the path or remove it");
    }
  }

  bool is_built_in(const std::string& id) const {
    return std::any_of(plugins_.built_in.begin(), plugins_.built_in.end(),
                       [&](const host::PluginFile& file) { return file.id == id; });
  }

  /// A pin that would be refused when it is used.
  void pins() {
    for (const PluginPin& pin : inventory().plugins) {
      if (!is_built_in(pin.id)) continue;
      findings_.add("plugin.pin", Severity::error, pin.place, {},
                    "plugin " + pin.id + " is built in", "give the pinned one another id");
    }
  }

  void runners() {
    for (RunnerFault& fault : runner_faults(found_.world, plugins_, host_)) {
      findings_.add("runner.invalid", Severity::error, fault.place, std::move(fault.automation),
                    std::move(fault.text), "");
    }
    for (const Entity& entity : inventory().entities) {
      if (!entity.replay) continue;
      parameters(entity);
      const Parameterized filled = with_parameters(entity.replay->runner, inventory());
      if (filled.fault.empty()) findings_.take(runner_slips(workspace_, entity, filled.runner));
    }
  }

  void parameters(const Entity& entity) {
    for (const DoubtfulParameter& one : doubtful_parameters(entity.replay->runner)) {
      findings_.add("parameter.doubtful", Severity::warning, entity.replay->place, entity.id,
                    text::printable(one.written) + " in the runner's settings is left as it is",
                    "write " + text::printable(one.meant));
    }
  }

  void cycles(const DependencyGraph& graph) {
    for (const auto& cycle : graph.cycles()) {
      findings_.add("uses.cycle", Severity::warning, inventory().find(cycle.front())->place,
                    cycle.front(), "cycle: " + walk_text(cycle), "");
    }
  }

  void acceptances() {
    try {
      acceptances_of(found_.world);
    } catch (const Error& error) {
      findings_.take("acceptances.invalid", error, acceptances_path, {acceptances_path, 0, 0}, {});
    }
  }

  const Workspace& workspace_;
  const PluginShelf plugins_;
  host::Host& host_;
  const std::string& today_;
  WorldAsFound found_;
  CheckFindings findings_;
};

std::vector<RuleText> texts_of(const std::vector<CheckFinding>& findings) {
  std::set<std::string> ids;
  for (const CheckFinding& finding : findings) ids.insert(finding.rule);
  std::vector<RuleText> texts;
  for (const std::string& id : ids) {
    RuleText text = *policy::rule_text(id);
    text.id = id;
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

CheckReport check(const Workspace& workspace, const std::vector<host::PluginFile>& built_in,
                  host::Host& host, const std::string& tool, const std::string& today) {
  Check check(workspace, built_in, host, today);
  CheckReport report;
  const auto& entities = check.inventory().entities;
  report.entities = entities.size();
  report.replayed = static_cast<std::size_t>(
      std::count_if(entities.begin(), entities.end(),
                    [](const Entity& entity) { return entity.replay.has_value(); }));
  report.files = check.inventory().sources.size();
  report.findings = std::move(check).all();
  report.rules = texts_of(report.findings);
  report.tool = tool;
  report.folder = workspace.folder;
  return report;
}

}  // namespace tidemark::pipeline
