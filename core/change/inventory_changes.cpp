#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "core/change/changes.hpp"
#include "core/change/values.hpp"
#include "core/model/pairs.hpp"

namespace tidemark::change {
namespace {

struct Row {
  std::string_view what;  // with what is below it: `owners` is also `owners.technical`
  ChangeClass change_class;
};
constexpr std::array<Row, 18> classes = {{
    {"title", ChangeClass::benign},
    {"tags", ChangeClass::benign},
    {"owners", ChangeClass::benign},
    {"review", ChangeClass::benign},
    {"contact", ChangeClass::benign},
    {"status", ChangeClass::benign},
    {"changelog", ChangeClass::benign},
    {"contract", ChangeClass::benign},
    {"alerts", ChangeClass::benign},
    {"use.purpose", ChangeClass::benign},
    {"use.since", ChangeClass::benign},
    {"use.criticality", ChangeClass::unknown},
    {"use.parts", ChangeClass::unknown},
    {"version", ChangeClass::risky},
    {"files", ChangeClass::risky},
    {"use", ChangeClass::risky},
    {"replay.runner", ChangeClass::risky},
    {"entity removed", ChangeClass::breaking},
}};

bool covers(std::string_view row, std::string_view what) {
  return what.substr(0, row.size()) == row &&
         (what.size() == row.size() || what[row.size()] == '.');
}

ChangeClass class_of(std::string_view what) {
  for (const Row& row : classes) {
    if (covers(row.what, what)) return row.change_class;
  }
  return ChangeClass::unknown;
}

/// Collects what two versions of one entity say otherwise.
class Comparison {
 public:
  Comparison(const Entity& before, const Entity& after, std::vector<Change>& changes)
      : before_(before), after_(after), changes_(changes) {}

  void all() {
    compare("title", &Entity::title);
    compare("version", &Entity::version);
    compare("tags", &Entity::tags);
    compare("tier", &Entity::tier);
    compare("review", &Entity::review_every);
    compare("review.last", &Entity::review_last);
    compare("floating", &Entity::floating);
    compare("deterministic", &Entity::deterministic);
    compare("files", &Entity::files);
    values("owners.technical", before_.owners.technical, after_.owners.technical);
    values("owners.operational", before_.owners.operational, after_.owners.operational);
    values("owners.escalation", before_.owners.escalation, after_.owners.escalation);
    attributes();
    uses();
    values("probe", before_.probe, after_.probe);
    replay();
  }

 private:
  void add(const std::string& what, const std::string& from, const std::string& to) {
    changes_.push_back(
        {after_.id, ChangeSource::inventory, what, from, to, class_of(what), after_.place});
  }

  template <typename Value>
  void values(const std::string& what, const Value& before, const Value& after) {
    if (before != after) add(what, text_of(before), text_of(after));
  }

  template <typename Value>
  void compare(const std::string& what, Value Entity::*member) {
    values(what, before_.*member, after_.*member);
  }

  void attributes() {
    std::map<std::string, std::array<std::string, 2>> both;
    for (const auto& [name, value] : before_.attributes) both[name][0] = value;
    for (const auto& [name, value] : after_.attributes) both[name][1] = value;
    for (const auto& [name, value] : both) {
      // An attribute with an empty value is still there.
      if (value[0] != value[1] || before_.attributes.count(name) != after_.attributes.count(name)) {
        add(name, value[0], value[1]);
      }
    }
  }

  void uses() {
    for (const Use& use : before_.uses) {
      const Use* now = use_of(after_, use.target);
      if (now == nullptr) {
        add("use", to_string(use.target), "");
      } else {
        detail(to_string(use.target), use.detail(), now->detail());
      }
    }
    for (const Use& use : after_.uses) {
      if (use_of(before_, use.target) == nullptr) add("use", "", to_string(use.target));
    }
  }

  static const Use* use_of(const Entity& entity, const EntityId& target) {
    const auto found = std::find_if(entity.uses.begin(), entity.uses.end(),
                                    [&](const Use& use) { return use.target == target; });
    return found == entity.uses.end() ? nullptr : &*found;
  }

  void detail(const std::string& target, const UseDetail& before, const UseDetail& after) {
    said("use.purpose", target, before.purpose, after.purpose);
    said("use.criticality", target, before.criticality, after.criticality);
    said("use.parts", target, before.parts, after.parts);
    said("use.since", target, before.since, after.since);
  }

  /// What is said of a use names its target on both sides.
  template <typename Value>
  void said(const std::string& what, const std::string& target, const Value& before,
            const Value& after) {
    const auto text = [&](const Value& value) {
      return text_of(value).empty() ? "" : target + ' ' + text_of(value);
    };
    if (before != after) add(what, text(before), text(after));
  }

  void replay() {
    if (before_.replay && after_.replay) return replay(*before_.replay, *after_.replay);
    if (before_.replay) add("replay", before_.replay->golden, "");
    if (after_.replay) add("replay", "", after_.replay->golden);
  }

  void replay(const ReplaySpec& before, const ReplaySpec& after) {
    runner(before.runner, after.runner);
    values("replay.golden", before.golden, after.golden);
    values("replay.baseline", before.baseline, after.baseline);
    values("replay.compare", before.compare, after.compare);
    values("replay.scrub", before.scrub, after.scrub);
    values("replay.gate.margin", before.gate.margin, after.gate.margin);
    values("replay.gate.min_score", before.gate.min_score, after.gate.min_score);
    values("replay.gate.within_margin", before.gate.within_margin, after.gate.within_margin);
  }

  void runner(const RunnerSpec& before, const RunnerSpec& after) {
    values("replay.runner.plugin", before.plugin, after.plugin);
    values("replay.runner.config", before.config, after.config);
    values("replay.runner.timeout", before.timeout, after.timeout);
    values("replay.runner.environment", before.environment, after.environment);
    values("replay.runner.concurrency", before.concurrency, after.concurrency);
    values("replay.runner.idempotent", before.idempotent, after.idempotent);
  }

  const Entity& before_;
  const Entity& after_;
  std::vector<Change>& changes_;
};

}  // namespace

std::vector<Change> inventory_changes(const Inventory& before, const Inventory& after) {
  std::vector<Change> changes;
  for_each_pair(before, after, [&](const Entity* old, const Entity* now) {
    if (old == nullptr) {
      changes.push_back({now->id, ChangeSource::inventory, "entity", "", to_string(now->id),
                         class_of("entity"), now->place});
    } else if (now == nullptr) {
      changes.push_back({old->id, ChangeSource::inventory, "entity", to_string(old->id), "",
                         class_of("entity removed"), old->place});
    } else if (old != now && *old != *now) {
      Comparison(*old, *now, changes).all();
    }
  });
  std::sort(changes.begin(), changes.end(), [](const Change& one, const Change& other) {
    return std::tie(one.entity, one.what, one.from, one.to) <
           std::tie(other.entity, other.what, other.from, other.to);
  });
  return changes;
}

}  // namespace tidemark::change
