#include "core/change/proposals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "core/change/inventory_changes.hpp"

namespace tidemark::change {
namespace {

/// Which facts of an automation belong to its judge, and the rule that names the proposal.
struct Rule {
  std::string_view fact, rule, subject;
};
constexpr std::array<Rule, 13> automation_rules = {{
    {"replay.runner.plugin", "runner.plugin", "the runner's plugin"},
    {"replay.runner.config", "runner.config", "what the runner is told"},
    {"replay.runner.timeout", "runner.timeout", "the runner's timeout"},
    {"replay.runner.env", "runner.env", "the runner's environment"},
    {"replay.golden", "golden.path", "the golden set's path"},
    {"replay.baseline", "baseline.path", "the baseline's path"},
    {"replay.compare", "compare.changed", "the comparators"},
    {"replay.scrub", "scrub.changed", "the scrubbers"},
    {"replay.gate.margin", "gate.margin", "the margin"},
    {"replay.gate.min_score", "gate.min_score", "the floor min_score"},
    {"replay.gate.within_margin", "gate.within_margin", "within_margin"},
    {"deterministic", "deterministic.changed", "deterministic"},
    {"tier", "tier.changed", "the tier"},
}};

using Proposals = std::vector<Proposal>;

std::string moved(std::string_view subject, const std::string& from, const std::string& to) {
  return fmt::format("{}: {} -> {}", subject, from.empty() ? "none" : from, to.empty() ? "none" : to);
}

void propose(Proposals& proposals, const EntityId& automation, std::string_view rule,
             std::string text, const Place& place) {
  proposals.push_back({std::string(rule), automation, std::move(text), place});
}

void compare_settings(const Entity& before, const Entity& after, Proposals& proposals) {
  std::map<std::string, std::string> old, fresh;
  for (const auto& [name, value] : facts_of(before)) old[name] = value;
  for (const auto& [name, value] : facts_of(after)) fresh[name] = value;
  for (const Rule& rule : automation_rules) {
    const std::string fact(rule.fact);
    if (old[fact] == fresh[fact]) continue;
    propose(proposals, after.id, rule.rule, moved(rule.subject, old[fact], fresh[fact]),
            after.replay ? after.replay->place : after.place);
  }
}

std::string blob_of(const World& world, const std::string& path) {
  const git::File* file = world.files->find(world.folder + path);
  return file == nullptr ? "" : file->blob.substr(0, 8);
}

/// The base's golden set and baseline judge, wherever the head would like to have them.
void compare_files(const Entity& old, const World& before, const World& after,
                   Proposals& proposals) {
  const auto compare = [&](const std::string& path, std::string_view rule) {
    const std::string from = blob_of(before, path);
    const std::string to = blob_of(after, path);
    if (from != to) propose(proposals, old.id, rule, moved(path, from, to), old.replay->place);
  };
  compare(old.replay->golden, "golden.changed");
  compare(old.replay->baseline, "baseline.changed");
}

void compare_automation(const Entity& old, const World& before, const World& after,
                        Proposals& proposals) {
  const Entity* fresh = after.inventory.find(old.id);
  if (fresh == nullptr) {
    propose(proposals, old.id, "automation.removed", "it is removed from the inventory", old.place);
    return;
  }
  if (old.replay && !fresh->replay) {
    propose(proposals, old.id, "replay.removed", "its replay section is removed", fresh->place);
  }
  if (!old.replay && fresh->replay) {
    propose(proposals, old.id, "replay.added", "it gets a replay section", fresh->place);
  }
  if (old.replay && fresh->replay) compare_settings(old, *fresh, proposals);
  if (old.replay) compare_files(old, before, after, proposals);
}

std::string approval_text(Approval approval) {
  return approval == Approval::file ? "file" : "review";
}

std::string unclassified_text(Unclassified unclassified) {
  return unclassified == Unclassified::report ? "report" : "everything";
}

std::string within_text(const std::optional<WithinMargin>& within) {
  if (!within) return "";
  return *within == WithinMargin::review ? "review" : "pass";
}

std::string list_text(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

void compare_policies(const Policy& old, const Policy& fresh, Proposals& proposals) {
  const EntityId everybody{Kind::automation, ""};
  const Place place{"tidemark.yaml", 0, 0};
  const auto compare = [&](std::string_view rule, const std::string& from, const std::string& to) {
    if (from != to) propose(proposals, everybody, rule, moved(rule.substr(7), from, to), place);
  };
  compare("policy.approval", approval_text(old.approval), approval_text(fresh.approval));
  compare("policy.unclassified", unclassified_text(old.unclassified),
          unclassified_text(fresh.unclassified));
  compare("policy.ignore", list_text(old.ignore), list_text(fresh.ignore));
  compare("policy.within_margin", within_text(old.within_margin), within_text(fresh.within_margin));
  compare("policy.min_cases", std::to_string(old.min_cases), std::to_string(fresh.min_cases));
}

void compare_pins(const Inventory& before, const Inventory& after, Proposals& proposals) {
  std::map<std::string, std::pair<std::string, std::string>> pins;
  for (const PluginPin& pin : before.plugins) pins[pin.id].first = pin.path + " " + pin.sha256;
  for (const PluginPin& pin : after.plugins) pins[pin.id].second = pin.path + " " + pin.sha256;
  for (const auto& [id, both] : pins) {
    if (both.first == both.second) continue;
    propose(proposals, {Kind::automation, ""}, "plugins.pin",
            moved("plugin " + id, both.first, both.second), {"tidemark.yaml", 0, 0});
  }
}

bool has_workspace(const World& world) {
  return world.files->find(world.folder + "tidemark.yaml") != nullptr;
}

}  // namespace

std::vector<Proposal> proposals_between(const World& before, const World& after) {
  Proposals proposals;
  for (const Entity& old : before.inventory.entities) {
    if (old.id.kind == Kind::automation) compare_automation(old, before, after, proposals);
  }
  for (const Entity& fresh : after.inventory.entities) {
    if (fresh.id.kind == Kind::automation && before.inventory.find(fresh.id) == nullptr) {
      propose(proposals, fresh.id, "automation.added", "it is new; it is judged by its own judge",
              fresh.place);
    }
  }
  if (has_workspace(before)) {
    compare_policies(before.inventory.policy, after.inventory.policy, proposals);
    compare_pins(before.inventory, after.inventory, proposals);
  } else {
    propose(proposals, {Kind::automation, ""}, "policy.added",
            "the base has no tidemark.yaml; the head's own policy is used", {"tidemark.yaml", 0, 0});
  }
  std::stable_sort(proposals.begin(), proposals.end(), [](const Proposal& a, const Proposal& b) {
    return std::tie(a.automation, a.rule) < std::tie(b.automation, b.rule);
  });
  return proposals;
}

}  // namespace tidemark::change
