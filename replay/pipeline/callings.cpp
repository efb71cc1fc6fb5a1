#include "replay/pipeline/callings.hpp"

#include <algorithm>

namespace tidemark::pipeline {
namespace {

/// What one case says that it touches.
struct Touches {
  std::vector<EntityId> ids;
  std::vector<std::string> parts;
  bool is_known = true;  ///< false: something that it names is nothing that there is
};

Touches touches_of(const std::vector<std::string>& words, const Range& range) {
  Touches touches;
  for (const std::string& word : words) {
    auto id = parse_entity_id(word);
    // What only the head knows is no reason to leave a case out.
    if (id && range.before.inventory.find(*id) != nullptr) {
      touches.ids.push_back(*std::move(id));
    } else if (contract::is_part(word)) {
      touches.parts.push_back(word);
    } else {
      touches.is_known = false;
    }
  }
  touches.is_known = touches.is_known && !words.empty();
  return touches;
}

/// What the judge of an automation would have otherwise, or of all.
bool has_proposals(const ChangeSet& changes, const EntityId& automation) {
  return std::any_of(changes.proposals.begin(), changes.proposals.end(), [&](const Proposal& one) {
    return one.automation == automation || one.automation.name.empty();
  });
}

bool are_all(const std::vector<bool>& called) {
  return std::find(called.begin(), called.end(), false) == called.end();
}

}  // namespace

/// One entity that changed and reaches the automation.
class Callings::Changed {
 public:
  Changed(const Assessment& assessment, const EntityId& id)
      : related_(assessment.graph_both.relatives(id)) {
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
    return one.ids.empty() || std::any_of(one.ids.begin(), one.ids.end(),
                                          [&](const EntityId& id) { return related_.has(id); });
  }

  const DependencyGraph::Set related_;
  std::vector<const ComparedContract*> contracts_;
};

/// The entities whose change reaches the automation; nothing when all of it is called for.
std::optional<std::set<EntityId>> Callings::changed_below(const EntityId& automation,
                                                          const Impact* impact) const {
  if (impact == nullptr || !impact->unclassified.empty()) return std::nullopt;
  if (has_proposals(assessment_.changes, automation)) return std::nullopt;
  std::set<EntityId> ids;
  for (const std::size_t index : impact->changes) {
    ids.insert(assessment_.changes.changes[index].entity);
  }
  return ids.count(automation) != 0 ? std::nullopt : std::optional(ids);
}

const Callings::Changed& Callings::changed(const EntityId& id) {
  const std::lock_guard guard(looking_up_);
  auto& known = changed_[id];
  if (known == nullptr) known = std::make_shared<const Changed>(assessment_, id);
  return *known;
}

std::vector<bool> Callings::of(const EntityId& automation, const Impact* impact,
                               const golden::Touched& touched) {
  std::vector<Touches> touches;
  std::vector<bool> called;
  for (const auto& words : touched) {
    touches.push_back(touches_of(words, assessment_.range));
    called.push_back(!touches.back().is_known);
  }
  // Most golden sets say nothing.
  if (are_all(called)) return called;
  const auto ids = changed_below(automation, impact);
  if (!ids) return std::vector<bool>(touched.size(), true);
  for (const EntityId& id : *ids) changed(id).call(touches, called);
  return called;
}

}  // namespace tidemark::pipeline
