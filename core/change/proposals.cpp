#include <algorithm>
#include <set>
#include <tuple>

#include "core/change/changes.hpp"
#include "core/change/claims.hpp"
#include "core/change/runner_settings.hpp"
#include "core/change/values.hpp"
#include "core/model/pairs.hpp"

namespace tidemark::change {
namespace {

const EntityId every_automation{Kind::automation, ""};

/// Collects what the head proposes about one automation, or about all of them.
class Proposals {
 public:
  Proposals(const World& before, const World& after, const std::vector<git::FileChange>& files)
      : before_(before), after_(after), files_(files) {
    for (const git::FileChange& file : files_) {
      const std::string_view path = file.path;
      names_.insert(path.substr(path.rfind('/') + 1));
    }
  }

  std::vector<Proposal> all() && {
    policy(before_.inventory.policy, after_.inventory.policy);
    pins(before_.inventory.plugins, after_.inventory.plugins);
    automations();
    const auto order = [](const Proposal& one) {
      return std::tie(one.automation, one.rule, one.text);
    };
    std::sort(found_.begin(), found_.end(), [&](const Proposal& one, const Proposal& other) {
      return order(one) < order(other);
    });
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return std::move(found_);
  }

 private:
  void add(const std::string& rule, const std::string& text) {
    found_.push_back({rule, subject_, text, place_});
  }

  template <typename Value>
  void compare(const std::string& rule, const std::string& name, const Value& before,
               const Value& after) {
    if (before == after) return;
    add(rule, name + " would change from " + in_words(text_of(before)) + " to " +
                  in_words(text_of(after)));
  }

  void policy(const Policy& before, const Policy& after) {
    subject_ = every_automation;
    compare("policy.approval", "the policy's approval", before.approval, after.approval);
    compare("policy.unclassified", "the policy's unclassified", before.unclassified,
            after.unclassified);
    compare("policy.ignore", "the policy's ignore", before.ignore, after.ignore);
    compare("policy.within_margin", "the policy's within_margin", before.within_margin,
            after.within_margin);
    compare("policy.min_cases", "the policy's min_cases", before.min_cases, after.min_cases);
    rules(before.rules, after.rules);
  }

  /// What one side does not have is on that side as it is shipped.
  void rules(const std::vector<Rule>& before, const std::vector<Rule>& after) {
    for (const Rule& rule : before) {
      if (find(after, rule.id) == nullptr) rule_changed(rule.id, text_of(rule), "");
    }
    for (const Rule& rule : after) {
      const Rule* old = find(before, rule.id);
      place_ = rule.place;
      if (old == nullptr) {
        rule_changed(rule.id, "", text_of(rule));
      } else if (*old != rule) {
        rule_changed(rule.id, text_of(*old), text_of(rule));
      }
      place_ = {};
    }
  }

  void rule_changed(const std::string& id, const std::string& from, const std::string& to) {
    compare("policy.rules", "the policy's rule " + id, from, to);
  }

  void pins(const std::vector<PluginPin>& before, const std::vector<PluginPin>& after) {
    for (const PluginPin& pin : before) {
      place_ = pin.place;
      if (find(after, pin.id) == nullptr) pin_changed(pin.id, text_of(pin), "");
    }
    for (const PluginPin& pin : after) {
      const PluginPin* old = find(before, pin.id);
      place_ = pin.place;
      if (old == nullptr || std::tie(old->path, old->sha256) != std::tie(pin.path, pin.sha256)) {
        pin_changed(pin.id, old == nullptr ? "" : text_of(*old), text_of(pin));
      }
    }
  }

  template <typename Item>
  static const Item* find(const std::vector<Item>& items, const std::string& id) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
  }

  void pin_changed(const std::string& id, const std::string& from, const std::string& to) {
    add("plugins.pin", "the pin of the plugin " + id + " would change from " + in_words(from) +
                           " to " + in_words(to));
  }

  /// Who is run or compared by a plugin whose bytes would be others.
  void plugins(const ReplaySpec& replay) {
    plugin(replay.runner.plugin, "runs it");
    for (const ComparatorSpec& one : replay.compare) plugin(one.comparator, "compares its outputs");
  }

  void plugin(const std::string& id, const std::string& what) {
    const PluginPin* old = find(before_.inventory.plugins, id);
    const PluginPin* now = find(after_.inventory.plugins, id);
    if (old == nullptr || now == nullptr || old->sha256 == now->sha256) return;
    add("plugins.pin", "the plugin " + id + " that " + what + " would change from sha256:" +
                           old->sha256.substr(0, 8) + " to sha256:" + now->sha256.substr(0, 8));
  }

  void automations() {
    for_each_pair(before_.inventory, after_.inventory, [&](const Entity* old, const Entity* now) {
      const Entity& either = now != nullptr ? *now : *old;
      if (old != nullptr && now != nullptr && old->floating && !now->floating) settled(*now);
      if (either.id.kind != Kind::automation) return;
      if (old == nullptr) {
        about(*now);
        add("automation.added", to_string(now->id) + " is new: it is judged by its own rules");
      } else if (now == nullptr) {
        about(*old);
        add("automation.removed", to_string(old->id) + " would no longer be watched");
      } else {
        if ((old != now && *old != *now) || is_judged_otherwise(*now)) automation(*old, *now);
        if (old->replay && now->replay && !before_.inventory.plugins.empty()) {
          about(*now);
          plugins(*old->replay);
        }
      }
    });
  }

  /// What no longer floats counts as seen by its version and its files, and what was made of it may
  /// be used again: a promise, which whoever stands on it must know of.
  void settled(const Entity& entity) {
    for (const Entity& automation : after_.inventory.entities) {
      if (automation.id.kind != Kind::automation || !stands_on(automation, entity.id)) continue;
      about(automation);
      add("floating.removed", to_string(entity.id) + " would no longer float");
    }
  }

  bool stands_on(const Entity& automation, const EntityId& wanted) const {
    std::set<EntityId> seen;
    std::vector<const Entity*> waiting = {&automation};
    while (!waiting.empty()) {
      const Entity& entity = *waiting.back();
      waiting.pop_back();
      if (entity.id == wanted) return true;
      if (!seen.insert(entity.id).second) continue;
      for (const Use& use : entity.uses) {
        if (const Entity* used = after_.inventory.find(use.target)) waiting.push_back(used);
      }
    }
    return false;
  }

  /// Whether an automation that says what it said may have another golden set or baseline.
  bool is_judged_otherwise(const Entity& entity) const {
    return entity.replay &&
           (has_moved(entity.replay->golden) || has_moved(entity.replay->baseline));
  }

  void about(const Entity& entity) {
    subject_ = entity.id;
    place_ = entity.place;
  }

  void automation(const Entity& before, const Entity& after) {
    about(after);
    compare("deterministic.changed", "deterministic", before.deterministic, after.deterministic);
    compare("tier.changed", "the tier", before.tier, after.tier);
    owners(before.owners, after.owners);
    if (before.replay && after.replay) return replay(*before.replay, *after.replay);
    if (before.replay) add("replay.removed", "it would no longer be replayed");
    if (after.replay)
      add("replay.added", "it would be replayed by rules of its own, which are new");
  }

  /// Owners are who may accept.
  void owners(const Owners& before, const Owners& after) {
    compare("owners.changed", "the technical owner", before.technical, after.technical);
    compare("owners.changed", "the operational owner", before.operational, after.operational);
    compare("owners.changed", "the escalation", before.escalation, after.escalation);
  }

  void replay(const ReplaySpec& before, const ReplaySpec& after) {
    place_ = after.place;
    runner(before.runner, after.runner);
    compare("golden.path", "the golden set's path", before.golden, after.golden);
    contents("golden.changed", "the golden set", before.golden, after.golden);
    compare("baseline.path", "the baseline's path", before.baseline, after.baseline);
    contents("baseline.changed", "the baseline", before.baseline, after.baseline);
    compare("compare.changed", "the comparison", before.compare, after.compare);
    compare("scrub.changed", "the scrubbing", before.scrub, after.scrub);
    compare("gate.margin", "the gate's margin", before.gate.margin, after.gate.margin);
    compare("gate.min_score", "the gate's min_score", before.gate.min_score, after.gate.min_score);
    compare("gate.within_margin", "the gate's within_margin", before.gate.within_margin,
            after.gate.within_margin);
  }

  void runner(const RunnerSpec& before, const RunnerSpec& after) {
    const std::string rule = "runner.changed";
    compare(rule, "the runner's plugin", before.plugin, after.plugin);
    for (const std::string& one : settings_changed(before.config, after.config)) {
      add(rule, "the runner's " + one);
    }
    compare(rule, "the runner's timeout", before.timeout, after.timeout);
    compare(rule, "the runner's env", before.environment, after.environment);
  }

  void contents(const std::string& rule, const std::string& name, const std::string& path_before,
                const std::string& path_after) {
    // A golden set that stayed where it was is not looked up: there may be thousands.
    if (path_before == path_after && !has_moved(path_after)) return;
    const std::string old = blob(before_, path_before), now = blob(after_, path_after);
    if (old == now) return;
    add(rule, name + " would change from " + in_words(old.substr(0, 8)) + " to " +
                  in_words(now.substr(0, 8)));
  }

  bool has_moved(const std::string& written) const {
    if (before_.folder != after_.folder) return true;
    if (!may_have_moved(written)) return false;
    const std::string path = path_in_repository(written, after_.folder);
    return std::binary_search(files_.begin(), files_.end(), git::FileChange{path, "", "", false},
                              [](const git::FileChange& one, const git::FileChange& other) {
                                return one.path < other.path;
                              });
  }

  /// Most files' names are none that changed.
  bool may_have_moved(std::string_view written) const {
    const std::string_view name = written.substr(written.rfind('/') + 1);  // npos + 1 is 0
    return name.empty() || name == "." || name == ".." || names_.count(name) != 0;
  }

  static std::string blob(const World& world, const std::string& path) {
    const git::File* file = world.files->find(path_in_repository(path, world.folder));
    return file == nullptr ? "" : file->blob;
  }

  const World& before_;
  const World& after_;
  const std::vector<git::FileChange>& files_;  // sorted by path
  std::set<std::string_view> names_;           // of these
  EntityId subject_;
  Place place_;
  std::vector<Proposal> found_;
};

}  // namespace

std::vector<Proposal> proposals_between(const World& before, const World& after) {
  return proposals_between(before, after, difference(*before.files, *after.files));
}

std::vector<Proposal> proposals_between(const World& before, const World& after,
                                        const std::vector<git::FileChange>& files) {
  return Proposals(before, after, files).all();
}

}  // namespace tidemark::change
