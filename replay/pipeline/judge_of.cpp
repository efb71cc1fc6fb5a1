#include "replay/pipeline/judge_of.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "replay/pipeline/moved_runner.hpp"
#include "replay/pipeline/parameters.hpp"
#include "replay/pipeline/records_at.hpp"
#include "replay/pipeline/shares.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {
namespace {

WithinMargin within_margin_of(const Policy& policy, const Entity& automation) {
  if (automation.replay && automation.replay->gate.within_margin) {
    return *automation.replay->gate.within_margin;
  }
  if (policy.within_margin) return *policy.within_margin;
  return automation.tier == Tier::critical ? WithinMargin::review : WithinMargin::pass;
}

verdict::Rules rules_of(const change::World& world, const Entity& automation) {
  verdict::Rules rules;
  rules.margin = automation.replay->gate.margin;
  rules.min_score = automation.replay->gate.min_score;
  rules.within_margin = within_margin_of(world.inventory.policy, automation);
  rules.min_cases = world.inventory.policy.min_cases;
  rules.deterministic = automation.deterministic;
  return rules;
}

/// A head may only make its judge stricter; whether it is deterministic is the base's claim.
void take_stricter(verdict::Rules& rules, const verdict::Rules& other) {
  rules.margin = std::min(rules.margin, other.margin);
  rules.min_score = std::max(rules.min_score, other.min_score);
  rules.min_cases = std::max(rules.min_cases, other.min_cases);
  if (other.within_margin == WithinMargin::review) rules.within_margin = WithinMargin::review;
}

std::string lacking_golden(const std::string& path) {
  return "the golden set " + path + " is missing";
}

std::string lacking_baseline(const Judge& judge) {
  return "the baseline " + judge.replay.baseline + " is missing: run `tidemark record " +
         judge.automation.name + "`";
}

bool is_there(const change::World& world, const std::string& path) {
  return world.files->find(world.folder + path) != nullptr;
}

bool take_golden(const change::World& world, Contents contents, Judge& judge) {
  if (contents == Contents::looked_for) return is_there(world, judge.replay.golden);
  auto golden = golden_at(world, judge.replay.golden);
  if (golden) judge.golden = *std::move(golden);
  return golden.has_value();
}

bool take_baseline(const change::World& world, Contents contents, Judge& judge) {
  if (contents == Contents::looked_for) {
    if (!is_there(world, judge.replay.baseline)) return false;
    judge.baseline.emplace();
    return true;
  }
  auto baseline = baseline_at(world, judge.replay.baseline, judge.golden);
  if (baseline) judge.baseline = std::move(baseline);
  return judge.baseline.has_value();
}

Judge skeleton(const change::World& world, const Entity& automation, const std::string& arm) {
  Judge judge;
  judge.automation = automation.id;
  judge.arm = arm;
  judge.is_proposed = arm == "head";
  judge.owners = automation.owners;
  judge.plugins = world.inventory.plugins;
  if (!automation.replay) {
    judge.lacking = "it has no replay section, so its behaviour cannot be tested";
    return judge;
  }
  judge.replay = *automation.replay;
  judge.rules = rules_of(world, automation);
  judge.shares = shares_of(world.inventory, automation);
  judge.servers = servers_of(world.inventory, automation);
  judge.urgent = automation.tier == Tier::critical;
  return judge;
}

void take_parameters(Judge& judge, Parameterized filled) {
  judge.replay.runner = std::move(filled.runner);
  judge.kept = std::move(filled.kept);
  judge.lacking = std::move(filled.fault);
}

const Entity* replayable(const change::World& world, const EntityId& id) {
  const Entity* entity = world.inventory.find(id);
  return entity != nullptr && entity->replay ? entity : nullptr;
}

using Take = bool (*)(const change::World&, Contents, Judge&);

/// Why the base has none to judge by, as a clause; "" where it has. One that cannot be read is as
/// good as none: else nobody could mend it.
std::string lack_of(Take take, const std::string& what, const change::World& base,
                    Contents contents, Judge& judge) {
  try {
    return take(base, contents, judge) ? "" : "the base has no " + what;
  } catch (const Error& error) {
    if (error.fault() != Fault::configuration) throw;
    const std::string said = error.what();
    return "the base's " + what + " cannot be read (" + said.substr(0, said.find('\n')) + ')';
  }
}

/// As take(); what is wrong in both states is told of both.
bool take_instead(Take take, const change::World& head, const std::string& why_not_the_base,
                  Contents contents, Judge& judge) {
  try {
    return take(head, contents, judge);
  } catch (const Error& error) {
    throw Error(error.fault(), std::string(error.what()) + "\n" + to_string(judge.automation) +
                                   ": " + why_not_the_base +
                                   "; mend it, and the head's own is used");
  }
}

/// What the base does not have, the head may bring; but then a person must look at it.
void complete_from_head(const change::World& head, const Entity* in_head,
                        const std::string& no_golden, const std::string& no_baseline,
                        Contents contents, Judge& judge) {
  if (!no_golden.empty()) {
    if (in_head == nullptr || !take_instead(take_golden, head, no_golden, contents, judge)) {
      judge.lacking = lacking_golden(judge.replay.golden);
      return;
    }
    judge.is_new.push_back(no_golden + "; the head's own is used");
  }
  if (no_baseline.empty()) return;
  if (in_head == nullptr || !take_instead(take_baseline, head, no_baseline, contents, judge)) {
    judge.lacking = lacking_baseline(judge);
    return;
  }
  judge.is_new.push_back(no_baseline + "; the head's own is used");
}

/// Whether the base's runner cannot run any more and the head has another one of the same plugin.
bool take_moved_runner(const change::World& base, const Entity& in_base, const change::World& head,
                       const Entity* in_head, Judge& judge) {
  if (in_head == nullptr || in_head->replay->runner.plugin != judge.replay.runner.plugin) {
    return false;
  }
  const std::string gone = path_taken_away(base, in_base, head, *in_head);
  if (gone.empty()) return false;
  judge.is_proposed = true;
  take_parameters(judge, with_parameters(in_head->replay->runner, head.inventory));
  judge.kept.push_back("the base's runner names " + gone +
                       ", which the head takes away; the head's own runner is used");
  return true;
}

Judge own_judge(const change::World& world, const Entity& automation, const std::string& arm,
                Contents contents, const Announce& announce = {}) {
  Judge judge = skeleton(world, automation, arm);
  if (judge.lacking.empty()) {
    take_parameters(judge, with_parameters(judge.replay.runner, world.inventory));
  }
  if (!judge.lacking.empty()) return judge;
  if (announce && is_there(world, judge.replay.golden) && is_there(world, judge.replay.baseline)) {
    announce(judge);
  }
  if (!take_golden(world, contents, judge)) {
    judge.lacking = lacking_golden(judge.replay.golden);
  } else if (!take_baseline(world, contents, judge)) {
    judge.lacking = lacking_baseline(judge);
  }
  return judge;
}

}  // namespace

Judge judge_of(const change::World& world, const Entity& automation, const std::string& arm,
               const Announce& announce) {
  return own_judge(world, automation, arm, Contents::read, announce);
}

Judge judge_of(const change::World& base, const change::World& head, const EntityId& automation,
               Contents contents) {
  const Entity* in_base = replayable(base, automation);
  const Entity* in_head = replayable(head, automation);
  if (in_base == nullptr) {
    Judge judge = own_judge(head, *head.inventory.find(automation), "head", contents);
    if (in_head != nullptr) {
      judge.is_new.emplace_back("the base does not replay it; it is judged by its own judge");
    }
    return judge;
  }
  Judge judge = skeleton(base, *in_base, "base");
  if (in_head != nullptr) take_stricter(judge.rules, rules_of(head, *in_head));
  if (!take_moved_runner(base, *in_base, head, in_head, judge)) {
    take_parameters(judge, with_parameters(judge.replay.runner, base.inventory, head.inventory));
  }
  if (!judge.lacking.empty()) return judge;
  const std::string no_golden =
      lack_of(take_golden, "golden set " + judge.replay.golden, base, contents, judge);
  const std::string no_baseline =
      lack_of(take_baseline, "baseline " + judge.replay.baseline, base, contents, judge);
  complete_from_head(head, in_head, no_golden, no_baseline, contents, judge);
  return judge;
}

}  // namespace tidemark::pipeline
