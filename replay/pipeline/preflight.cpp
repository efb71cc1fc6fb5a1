#include "replay/pipeline/preflight.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"

namespace tidemark::pipeline {
namespace {

std::vector<std::string> pinned_plugins_of(const Judge& judge) {
  std::vector<std::string> ids = {judge.replay.runner.plugin};
  for (const ComparatorSpec& one : judge.replay.compare) ids.push_back(one.comparator);
  std::erase_if(ids, [&](const std::string& id) {
    return std::none_of(judge.plugins.begin(), judge.plugins.end(),
                        [&](const PluginPin& pin) { return pin.id == id; });
  });
  return ids;
}

/// Once for each plugin, however many automations use it.
void check_plugins_of(const Judge& judge, const Session& session, std::set<std::string>& seen) {
  for (const std::string& id : pinned_plugins_of(judge)) {
    if (!seen.insert(id).second) continue;
    try {
      session.describe(judge, id);
    } catch (const Error& error) {
      if (error.fault() != Fault::evaluation) throw;
    }
  }
}

/// What the head would have run by another pin must at least be what it pins.
void check_new_pins(const Inventory& before, const Inventory& after, const Session& session) {
  for (const PluginPin& pin : after.plugins) {
    const bool is_moved = std::any_of(
        before.plugins.begin(), before.plugins.end(),
        [&](const PluginPin& old) { return old.id == pin.id && old.sha256 != pin.sha256; });
    if (is_moved) host::check_plugin_file(file_of(pin, session.plugins().folder));
  }
}

}  // namespace

void check_plugins(std::span<const Judge> judges, Session& session) {
  std::set<std::string> seen;
  for (const Judge& judge : judges) {
    if (!judge.lacking.empty()) continue;
    session.check_budget(judge);
    check_plugins_of(judge, session, seen);
  }
}

void check_plugins(const Assessment& assessment, Session& session) {
  const change::World& before = assessment.range.before;
  const change::World& after = assessment.range.after;
  const bool any = !before.inventory.plugins.empty() || !after.inventory.plugins.empty();
  if (!any && !session.has_cost_budget()) return;
  check_new_pins(before.inventory, after.inventory, session);
  std::vector<Judge> judges;
  for (const Impact& impact : assessment.impacts) {
    judges.push_back(judge_of(before, after, impact.automation, Contents::looked_for));
  }
  check_plugins(judges, session);
}

}  // namespace tidemark::pipeline
