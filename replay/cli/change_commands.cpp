#include "core/base/error.hpp"
#include "core/change/renames.hpp"
#include "core/impact/impacts.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/contract_question.hpp"
#include "replay/cli/explained.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/gate.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {
namespace {

void need_base(const Arguments& arguments) {
  if (arguments.base.empty()) {
    throw Error(Fault::usage, arguments.command +
                                  ": compare with what? (--base REV, e.g. --base "
                                  "origin/main)");
  }
}

pipeline::Range asked_range(const Arguments& arguments) {
  const auto workspace = pipeline::find_workspace(arguments.folder);
  const auto range = arguments.exact ? pipeline::exact_range : pipeline::range_of;
  return range(workspace, arguments.base, arguments.head, pipeline::Purpose::asking);
}

json::Value range_json(const char* schema, const pipeline::Range& range) {
  return json::Object{{"schema", schema},
                      {"base", range.base},
                      {"base_name", range.base_name},
                      {"head", range.head},
                      {"dirty", range.dirty}};
}

json::Value impact_json(const pipeline::Range& range, const pipeline::Reach& reach) {
  json::Value value = range_json("tidemark.impact/1", range);
  const json::Value all = report::changes_json(reach.changes);
  for (const auto& [name, member] : *all.object()) value.set(name, member);
  value.set("impacts", report::impacts_json(reach.impacts));
  return value;
}

std::string impact_text(const pipeline::Reach& reach) {
  return report::changes_text(reach.changes) + "\nReached\n" + report::impacts_text(reach.impacts);
}

/// Adds what --contract asks for.
void add_contract(const Arguments& arguments, const Inventory& inventory, std::string& text,
                  json::Value& value) {
  if (arguments.contract.empty()) return;
  ContractAnswer answer = contract_impact(arguments, inventory);
  text += (text.empty() ? "" : "\n") + answer.text;
  value.set("contract", std::move(answer.value));
}

/// What would be if each named entity changed.
int impact_of_named(const Arguments& arguments) {
  const Here at = here(arguments);
  ChangeSet changes;
  for (const std::string& name : arguments.changed) {
    Change change;
    change.entity = entity_named(at.world.inventory, name).id;
    change.source = ChangeSource::named;
    change.what = "supposed";
    changes.changes.push_back(change);
  }
  const DependencyGraph graph(at.world.inventory);
  const auto impacts = impact::impacts_of(changes, graph, Unclassified::report, {});
  json::Value value = json::Object{{"schema", "tidemark.impact/1"}};
  value.set("impacts", report::impacts_json(impacts));
  std::string text = arguments.changed.empty() ? "" : report::impacts_text(impacts);
  add_contract(arguments, at.world.inventory, text, value);
  print(arguments, text, value);
  return 0;
}

}  // namespace

int changes(const Arguments& arguments) {
  need_base(arguments);
  auto range = asked_range(arguments);
  const ChangeSet found = change::changes_between(range.before, range.after);
  json::Value value = range_json("tidemark.changes/1", range);
  const json::Value all = report::changes_json(found);
  for (const auto& [name, member] : *all.object()) value.set(name, member);
  const auto renames = change::renames_between(range.before.inventory, range.after.inventory);
  value.set("renamed", renames_json(renames));
  std::string text = report::changes_text(found) + renames_text(renames);
  if (arguments.explain_paths) {
    const auto paths = change::explain(range.before, range.after, found);
    value.set("explained", explained_json(paths));
    text += explained_text(paths);
  }
  print(arguments, text, value);
  leave(std::move(range));
  return 0;
}

int impact(const Arguments& arguments) {
  if (!arguments.changed.empty()) {
    if (!arguments.base.empty()) {
      throw Error(Fault::usage, "impact: --change and --base are two questions; ask one");
    }
    return impact_of_named(arguments);
  }
  if (arguments.base.empty() && !arguments.contract.empty()) return impact_of_named(arguments);
  need_base(arguments);
  auto range = asked_range(arguments);
  auto reach = pipeline::reach_of(range);
  const bool as_json = arguments.format == Format::json;
  json::Value value = as_json ? impact_json(range, reach) : json::Object{};
  std::string text = as_json ? "" : impact_text(reach);
  add_contract(arguments, range.after.inventory, text, value);
  print(arguments, text, value);
  leave(std::move(range));
  leave(std::move(reach));
  return 0;
}

}  // namespace tidemark::cli
