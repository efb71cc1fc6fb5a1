#include "replay/pipeline/check.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/base/error.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/policy/catalogue.hpp"
#include "core/policy/policy.hpp"
#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"
#include "core/text/glob.hpp"
#include "replay/compare/scoring.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/golden/golden_set.hpp"
#include "replay/pipeline/acceptance.hpp"
#include "replay/pipeline/runner_check.hpp"

namespace tidemark::pipeline {
namespace {

/// The digits at the end of `text`, behind a colon, taken off it; 0 when there are none.
std::uint32_t take_number(std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon + 1 == text.size() || text.size() - colon > 9 ||
      text.find_first_not_of("0123456789", colon + 1) != std::string::npos) {
    return 0;
  }
  const auto number = static_cast<std::uint32_t>(std::stoul(text.substr(colon + 1)));
  text.erase(colon);
  return number;
}

/// The place in front of `file:line: fact` or `file:line:column: fact`, taken off the sentence; the
/// other place when there is none.
Place take_place(std::string& sentence, const std::string& path, const Place& otherwise) {
  const std::size_t end = sentence.find(": ", path.size());
  if (!sentence.starts_with(path + ':') || end == std::string::npos) return otherwise;
  std::string file = sentence.substr(0, end);
  const std::uint32_t last = take_number(file), first = take_number(file);
  if (file != path) return otherwise;
  const Place place{file, first != 0 ? first : last, first != 0 ? last : 0};
  sentence.erase(0, end + 2);
  return place;
}

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
      : plugins_{built_in, workspace.root},
        host_(host),
        today_(today),
        found_(world_as_found(workspace)) {}

  std::vector<CheckFinding> all() && {
    for (Complaint& one : found_.complaints) take("inventory.invalid", Severity::error, one);
    for (Complaint& one : found_.warnings) take("inventory.doubtful", Severity::warning, one);
    if (found_.complaints.empty()) look_at_everything();
    std::stable_sort(findings_.begin(), findings_.end(),
                     [](const CheckFinding& one, const CheckFinding& other) {
                       return std::tie(one.severity, one.place, one.rule, one.fact) <
                              std::tie(other.severity, other.place, other.rule, other.fact);
                     });
    return std::move(findings_);
  }

  const Inventory& inventory() const { return found_.world.inventory; }

 private:
  void add(const std::string& rule, Severity severity, const Place& place,
           std::optional<EntityId> entity, std::string fact, std::string way_out) {
    findings_.push_back(
        {rule, severity, place, std::move(entity), std::move(fact), std::move(way_out)});
  }

  void take(const std::string& rule, Severity severity, Complaint& complaint) {
    add(rule, severity, complaint.place, {}, std::move(complaint.fact),
        std::move(complaint.way_out));
  }

  /// One finding for each line of an error about a file.
  void take(const std::string& rule, const Error& error, const std::string& path,
            const Place& otherwise, const std::optional<EntityId>& entity) {
    std::string text = error.what();
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string sentence = text.substr(0, end);
      text.erase(0, end + 1);
      const Place place = take_place(sentence, path, otherwise);
      add(rule, Severity::error, place, entity, std::move(sentence), "");
    }
  }

  void look_at_everything() {
    const DependencyGraph graph(inventory());
    policy::View view{inventory(), graph, {}, today_};
    for (const Entity& entity : inventory().entities) {
      if (entity.replay) {
        view.golden[entity.id] = golden(entity);
        comparators(entity);
      }
      files(entity);
    }
    pins();
    runners();
    cycles(graph);
    acceptances();
    auto found = policy::findings_of(view);
    std::move(found.begin(), found.end(), std::back_inserter(findings_));
  }

  policy::GoldenFacts golden(const Entity& automation) {
    policy::GoldenFacts facts;
    const ReplaySpec& replay = *automation.replay;
    std::optional<GoldenSet> set;
    if (const auto text = text_of(replay.golden, "golden.invalid", automation)) {
      set = golden_in(*text, automation);
      if (set) facts.cases = set->cases.size();
    } else if (!is_there(replay.golden)) {
      add("golden.missing", Severity::error, replay.place, automation.id,
          "the golden set " + text::printable(replay.golden) + " is missing",
          "add it, a case a line");
    }
    if (const auto text = text_of(replay.baseline, "baseline.invalid", automation)) {
      const auto baseline = baseline_in(*text, automation);
      if (baseline) facts.recorded_at = baseline->recorded_at;
      if (baseline && set) compare(*set, *baseline, automation);
    } else if (!is_there(replay.baseline)) {
      add("baseline.missing", Severity::warning, replay.place, automation.id,
          "no baseline is recorded", "run `tidemark record " + automation.id.name + "`");
    }
    return facts;
  }

  bool is_there(const std::string& path) const {
    return found_.world.files->find(found_.world.folder + path) != nullptr;
  }

  std::optional<std::string> text_of(const std::string& path, const std::string& rule,
                                     const Entity& automation) {
    try {
      return text_at(found_.world, path);
    } catch (const Error& error) {
      take(rule, error, path, automation.replay->place, automation.id);
      return std::nullopt;
    }
  }

  std::optional<GoldenSet> golden_in(const std::string& text, const Entity& automation) {
    const ReplaySpec& replay = *automation.replay;
    try {
      auto set = golden::read_golden_set(text, replay.golden);
      if (set.cases.empty()) {
        add("golden.invalid", Severity::error, replay.place, automation.id,
            "the golden set " + text::printable(replay.golden) + " has no case",
            "add some, a case a line");
      }
      return set;
    } catch (const Error& error) {
      take("golden.invalid", error, replay.golden, replay.place, automation.id);
      return std::nullopt;
    }
  }

  std::optional<Baseline> baseline_in(const std::string& text, const Entity& automation) {
    const ReplaySpec& replay = *automation.replay;
    try {
      return golden::read_baseline(text, replay.baseline);
    } catch (const Error& error) {
      take("baseline.invalid", error, replay.baseline, replay.place, automation.id);
      return std::nullopt;
    }
  }

  /// Nothing is judged by a baseline that lacks some of the inputs.
  void compare(const GoldenSet& set, const Baseline& baseline, const Entity& automation) {
    const auto lacks = [&](const GoldenCase& one) {
      const BaselineCase* recorded = baseline.find(one.id);
      return recorded == nullptr || recorded->input_hash != one.input_hash;
    };
    const auto count = std::count_if(set.cases.begin(), set.cases.end(), lacks);
    if (count == 0) return;
    add("baseline.incomplete", Severity::warning, automation.replay->place, automation.id,
        "the baseline lacks " + text::counted_of(static_cast<std::size_t>(count), set.cases.size(),
                                                 "golden case", "golden cases"),
        "run `tidemark record --append " + automation.id.name + "`");
  }

  /// What a pinned plugin compares by is for itself to say, when it runs.
  void comparators(const Entity& automation) {
    const auto is_pinned = [&](const std::string& id) {
      const auto& pins = inventory().plugins;
      return std::any_of(pins.begin(), pins.end(),
                         [&](const PluginPin& pin) { return pin.id == id; });
    };
    const auto make = [&](const ComparatorSpec& spec, const std::string& where) {
      ComparatorSpec known = spec;
      if (is_pinned(spec.comparator)) known = {"exact", spec.at, spec.primary};
      return compare::make_comparator(known, where);
    };
    const ReplaySpec& replay = *automation.replay;
    try {
      const compare::Scorer scorer(replay, to_string(replay.place), make);
    } catch (const Error& error) {
      take("compare.invalid", error, replay.place.file, replay.place, automation.id);
    }
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
      add("files.unmatched", Severity::warning, entity.place, entity.id,
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
      add("plugin.pin", Severity::error, pin.place, {}, "plugin " + pin.id + " is built in",
          "give the pinned one another id");
    }
  }

  void runners() {
    for (RunnerFault& fault : runner_faults(found_.world, plugins_, host_)) {
      add("runner.invalid", Severity::error, fault.place, std::move(fault.automation),
          std::move(fault.text), "");
    }
  }

  void cycles(const DependencyGraph& graph) {
    for (const auto& cycle : graph.cycles()) {
      add("uses.cycle", Severity::warning, inventory().find(cycle.front())->place, cycle.front(),
          "cycle: " + walk_text(cycle), "");
    }
  }

  void acceptances() {
    try {
      acceptances_of(found_.world);
    } catch (const Error& error) {
      take("acceptances.invalid", error, acceptances_path, {acceptances_path, 0, 0}, {});
    }
  }

  const PluginShelf plugins_;
  host::Host& host_;
  const std::string& today_;
  WorldAsFound found_;
  std::vector<CheckFinding> findings_;
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
