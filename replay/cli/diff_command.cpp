#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/change/inventory_difference.hpp"
#include "core/text/code_points.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/past_state.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

/// One side of the comparison.
struct Side {
  std::string name, commit, time;  // "" for the working tree
  change::World world;
};

Side side_named(const pipeline::Workspace& workspace, const std::string& word) {
  PastState state = past_state(workspace, word);
  return {name_of(state), state.commit, state.time, std::move(state.world)};
}

Side side_now(const pipeline::Workspace& workspace) {
  return {"the working tree", "", "", pipeline::world_now(workspace, pipeline::Purpose::asking)};
}

std::string value_text(const std::string& value) {
  return value.empty() ? "nothing" : text::printable(value, 120);
}

std::string moved_text(const std::string& title, const std::vector<Change>& changes) {
  std::vector<std::vector<std::string>> rows;
  for (const Change& change : changes) {
    rows.push_back({"  " + to_string(change.entity), change.what,
                    value_text(change.from) + " -> " + value_text(change.to)});
  }
  return rows.empty() ? "" : title + "\n" + table(rows);
}

std::string entities_text(const change::InventoryDifference& difference) {
  std::string text;
  for (const EntityId& id : difference.added) text += "  + " + to_string(id) + "\n";
  for (const EntityId& id : difference.removed) text += "  - " + to_string(id) + "\n";
  for (const change::Rename& one : difference.renamed) {
    text += "  = " + to_string(one.to) + ", which was " + to_string(one.from) + "\n";
  }
  return text.empty() ? "" : "Entities\n" + text;
}

std::string uses_text(const std::vector<Change>& uses) {
  std::string text;
  for (const Change& use : uses) {
    if (use.what != "use") {
      text += fmt::format("  {} {}: {} -> {}\n", to_string(use.entity), use.what,
                          value_text(use.from), value_text(use.to));
    } else if (use.from.empty()) {
      text += "  + " + to_string(use.entity) + " uses " + use.to + "\n";
    } else {
      text += "  - " + to_string(use.entity) + " used " + use.from + "\n";
    }
  }
  return text.empty() ? "" : "Uses\n" + text;
}

/// What the inventory's own changes do not show: rules for all, and what golden sets, baselines and
/// pinned plugins hold.
std::vector<Proposal> judge_between(const change::World& before, const change::World& after) {
  auto found = change::proposals_between(before, after);
  std::erase_if(found, [](const Proposal& one) {
    return !one.rule.starts_with("policy.") && !one.rule.starts_with("plugins.") &&
           one.rule != "golden.changed" && one.rule != "baseline.changed";
  });
  return found;
}

std::string judge_text(const std::vector<Proposal>& judge) {
  std::vector<std::vector<std::string>> rows;
  for (const Proposal& one : judge) {
    rows.push_back({"  " + (one.automation.name.empty() ? "all" : to_string(one.automation)),
                    one.rule, text::printable(one.text, 200)});
  }
  return rows.empty() ? "" : "What judges\n" + table(rows);
}

json::Array moved_json(const std::vector<Change>& changes) {
  json::Array items;
  for (const Change& change : changes) {
    items.emplace_back(json::Object{{"id", to_string(change.entity)},
                                    {"what", change.what},
                                    {"from", change.from},
                                    {"to", change.to}});
  }
  return items;
}

json::Array entities_json(const change::InventoryDifference& difference) {
  json::Array items;
  const auto add = [&](const EntityId& id, const char* what, json::Value from) {
    items.emplace_back(
        json::Object{{"id", to_string(id)}, {"what", what}, {"from", std::move(from)}});
  };
  for (const EntityId& id : difference.added) add(id, "added", {});
  for (const EntityId& id : difference.removed) add(id, "removed", {});
  for (const auto& one : difference.renamed) add(one.to, "renamed", to_string(one.from));
  return items;
}

json::Array judge_json(const std::vector<Proposal>& judge) {
  json::Array items;
  for (const Proposal& one : judge) {
    items.emplace_back(json::Object{
        {"rule", one.rule},
        {"automation", one.automation.name.empty() ? json::Value() : to_string(one.automation)},
        {"text", one.text}});
  }
  return items;
}

json::Value side_json(const Side& side) {
  if (side.commit.empty()) return {};
  return json::Object{{"commit", side.commit}, {"time", side.time}};
}

}  // namespace

int diff(const Arguments& arguments) {
  if (arguments.names.size() != 2) expect_names(arguments, 1);
  const auto workspace = pipeline::find_workspace(arguments.folder);
  const Side a = side_named(workspace, arguments.names[0]);
  const Side b =
      arguments.names.size() == 2 ? side_named(workspace, arguments.names[1]) : side_now(workspace);
  const auto difference = change::difference_between(a.world.inventory, b.world.inventory);
  const auto judge = judge_between(a.world, b.world);
  std::string text = a.name + " -> " + b.name + "\n" + entities_text(difference) +
                     moved_text("Versions", difference.versions) + uses_text(difference.uses) +
                     moved_text("Owners", difference.owners) +
                     moved_text("Other", difference.other) + judge_text(judge);
  if (difference.empty() && judge.empty()) text += "The inventory says the same\n";
  print(arguments, text,
        json::Object{{"schema", "tidemark.diff/1"},
                     {"a", side_json(a)},
                     {"b", side_json(b)},
                     {"entities", entities_json(difference)},
                     {"versions", moved_json(difference.versions)},
                     {"uses", moved_json(difference.uses)},
                     {"owners", moved_json(difference.owners)},
                     {"other", moved_json(difference.other)},
                     {"judge", judge_json(judge)}});
  return 0;
}

}  // namespace tidemark::cli
