#include "replay/pipeline/touched_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "replay/golden/golden_set.hpp"

namespace tidemark::pipeline {
namespace {

/// What one case says that it touches.
struct Touches {
  std::vector<EntityId> ids;
  std::vector<std::string> parts;
  bool is_known = true;  ///< false: something that it names is nothing that there is
};

Touches touches_of(const GoldenCase& golden, const Range& range) {
  Touches touches;
  for (const std::string& word : golden.touches) {
    const auto id = parse_entity_id(word);
    // What only the head knows is no reason to leave a case out.
    if (id && range.before.inventory.find(*id) != nullptr) {
      touches.ids.push_back(*id);
    } else if (contract::is_part(word)) {
      touches.parts.push_back(word);
    } else {
      touches.is_known = false;
    }
  }
  touches.is_known = touches.is_known && !golden.touches.empty();
  return touches;
}

/// One entity that changed and reaches the automation.
class Changed {
 public:
  Changed(const Assessment& assessment, const EntityId& id) : related_{id} {
    for (const auto& one : assessment.graph_both.dependents(id)) related_.insert(one.entity);
    for (const auto& one : assessment.graph_both.dependencies(id)) related_.insert(one.entity);
    for (const ComparedContract& one : assessment.contracts) {
      if (one.is_whole && one.change.reach.contract == id) contracts_.push_back(&one);
    }
  }

  /// Adds every case that this change calls for.
  void call(const std::vector<Touches>& cases, std::vector<bool>& called) const {
    std::vector<std::vector<std::string>> parts;
    for (const Touches& one : cases) parts.push_back(one.parts);
    std::vector<bool> nothing(cases.size(), !contracts_.empty());
    for (const ComparedContract* contract : contracts_) {
      const auto here = see_nothing(*contract, parts);
      for (std::size_t i = 0; i < cases.size(); ++i) nothing[i] = nothing[i] && here[i];
    }
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const bool by_parts = !contracts_.empty() && !cases[i].parts.empty();
      if (by_parts ? !nothing[i] : is_related(cases[i])) called[i] = true;
    }
  }

 private:
  /// A case that names no entity does not say which ones it leaves out.
  bool is_related(const Touches& one) const {
    return one.ids.empty() || std::any_of(one.ids.begin(), one.ids.end(), [&](const EntityId& id) {
             return related_.count(id) != 0;
           });
  }

  std::set<EntityId> related_;
  std::vector<const ComparedContract*> contracts_;
};

const Impact* impact_on(const Assessment& assessment, const EntityId& automation) {
  const auto found =
      std::find_if(assessment.impacts.begin(), assessment.impacts.end(),
                   [&](const Impact& impact) { return impact.automation == automation; });
  return found == assessment.impacts.end() ? nullptr : &*found;
}

/// What the judge of an automation would have otherwise, or of all.
bool has_proposals(const ChangeSet& changes, const EntityId& automation) {
  return std::any_of(changes.proposals.begin(), changes.proposals.end(), [&](const Proposal& one) {
    return one.automation == automation || one.automation.name.empty();
  });
}

/// The entities whose change reaches the automation; nothing when all of it is called for.
std::optional<std::set<EntityId>> changed_below(const Assessment& assessment,
                                                const EntityId& automation) {
  const Impact* impact = impact_on(assessment, automation);
  if (impact == nullptr || !impact->unclassified.empty()) return std::nullopt;
  if (has_proposals(assessment.changes, automation)) return std::nullopt;
  std::set<EntityId> ids;
  for (const std::size_t index : impact->changes) {
    ids.insert(assessment.changes.changes[index].entity);
  }
  return ids.count(automation) != 0 ? std::nullopt : std::optional(ids);
}

std::size_t count_of(const std::vector<bool>& called) {
  return static_cast<std::size_t>(std::count(called.begin(), called.end(), true));
}

bool is_recorded(const Judge& judge, const GoldenCase& golden) {
  const BaselineCase* recorded = judge.baseline->find(golden.id);
  return recorded != nullptr && recorded->input_hash == golden.input_hash;
}

/// The mean recorded score of the cases with `expect` that are not called for; 1 without any.
double mean_of_others(const Judge& judge, const std::vector<bool>& called,
                      const std::function<compare::Make()>& comparators) {
  const compare::Scorer scorer(judge.replay, to_string(judge.replay.place), comparators());
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < called.size(); ++i) {
    const GoldenCase& one = judge.golden.cases[i];
    if (called[i] || !one.expect) continue;
    const BaselineCase& recorded = *judge.baseline->find(one.id);
    const auto prepared = scorer.prepare(one, recorded.reference);
    for (const std::string& control : recorded.controls) {
      sum += scorer.score(prepared, control).primary;
      ++count;
    }
  }
  return count == 0 ? 1 : sum / static_cast<double>(count);
}

/// Why the judge must have all cases, or "".
std::string why_all(const Judge& judge, const std::vector<bool>& called,
                    const std::function<compare::Make()>& comparators) {
  const std::size_t count = count_of(called);
  if (count < static_cast<std::size_t>(judge.rules.min_cases)) {
    return fmt::format("fewer than the {} that a PASS needs", judge.rules.min_cases);
  }
  for (std::size_t i = 0; i < called.size(); ++i) {
    if (!called[i] && !is_recorded(judge, judge.golden.cases[i])) {
      return "but the baseline does not hold all of the others";
    }
  }
  if (!comparators) return "";
  try {
    if (mean_of_others(judge, called, comparators) < judge.rules.min_score) {
      return "but the others were recorded under the floor min_score";
    }
  } catch (const Error& error) {
    if (error.fault() != Fault::evaluation) throw;
    return "but the others cannot be scored";
  }
  return "";
}

void keep(const std::vector<bool>& called, GoldenSet& golden) {
  std::vector<GoldenCase> kept;
  std::string identity = golden.hash;
  for (std::size_t i = 0; i < called.size(); ++i) {
    if (!called[i]) continue;
    identity += ' ' + golden.cases[i].id;
    kept.push_back(std::move(golden.cases[i]));
  }
  golden.cases = std::move(kept);
  // Evidence of some cases is none of all.
  golden.hash = sha256_hex(identity);
}

}  // namespace

std::vector<bool> called_for(const Assessment& assessment, const EntityId& automation,
                             const GoldenSet& golden) {
  const auto changed = changed_below(assessment, automation);
  if (!changed) return std::vector<bool>(golden.cases.size(), true);
  std::vector<Touches> touches;
  std::vector<bool> called;
  for (const GoldenCase& one : golden.cases) {
    touches.push_back(touches_of(one, assessment.range));
    called.push_back(one.critical || !touches.back().is_known);
  }
  // Most golden sets say nothing.
  if (count_of(called) == called.size()) return called;
  for (const EntityId& id : *changed) Changed(assessment, id).call(touches, called);
  return called;
}

std::optional<CaseSelection> select_cases(const Assessment& assessment, Judge& judge,
                                          const std::function<compare::Make()>& comparators) {
  if (!judge.lacking.empty() || !judge.is_new.empty()) return std::nullopt;
  const auto called = called_for(assessment, judge.automation, judge.golden);
  CaseSelection selection{count_of(called), called.size(), called.size(), ""};
  if (selection.called == selection.all) return std::nullopt;
  selection.why_all = why_all(judge, called, comparators);
  if (!selection.why_all.empty()) return selection;
  selection.taken = selection.called;
  keep(called, judge.golden);
  return selection;
}

std::optional<CaseSelection> cases_for(const Assessment& assessment, const EntityId& automation) {
  const change::World& base = assessment.range.before;
  const Entity* entity = base.inventory.find(automation);
  const change::World& world = entity != nullptr ? base : assessment.range.after;
  if (entity == nullptr) entity = world.inventory.find(automation);
  if (entity == nullptr || !entity->replay) return std::nullopt;
  const auto text = text_at(world, entity->replay->golden);
  if (!text) return std::nullopt;
  const auto called =
      called_for(assessment, automation, golden::read_golden_set(*text, entity->replay->golden));
  return CaseSelection{count_of(called), count_of(called), called.size(), ""};
}

}  // namespace tidemark::pipeline
