#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/dependency_graph.hpp"
#include "core/model/report.hpp"
#include "replay/pipeline/acceptance.hpp"
#include "replay/pipeline/contracts.hpp"
#include "replay/pipeline/examine.hpp"
#include "replay/pipeline/late_graph.hpp"
#include "replay/pipeline/range.hpp"
#include "replay/pipeline/session.hpp"
#include "replay/pipeline/unseen_path.hpp"

namespace tidemark::pipeline {

/// What differs between the two states of a range, whom it reaches, and what to read it by.
struct Assessment {
  Range range;
  std::vector<git::FileChange> files;  ///< that differ, sorted by path
  ChangeSet changes;
  std::vector<ComparedContract> contracts;  ///< of what changed, by entity, then path
  std::vector<EntityId> automations;        ///< of either state, sorted
  std::vector<Impact> impacts;
  DependencyGraph graph_both;
  LateGraph graph_after;
  /// Whether somebody vouches for what the head would run with the base's secrets: an approval of
  /// this state, or whoever sits at the machine. Without it nobody does.
  std::function<bool(const EntityId& automation, const Binding&)> is_vouched_for = {};
  /// Of range.after.
  std::shared_ptr<UnseenClaims> unseen_claims = std::make_shared<UnseenClaims>();
};

/// What is supposed to change beside what did.
struct Supposition {
  std::vector<EntityId> changed;
  std::vector<ComparedContract> contracts;
};

Assessment assessment_of(Range range, Supposition supposed = {});
/// What would be if only that changed.
Assessment assessment_of(const change::World& world, Supposition supposed);

/// How the changes reach the automation; null when they do not.
const Impact* impact_on(const Assessment& assessment, const EntityId& automation);

/// The contracts' changes alone, for a report.
std::vector<ContractChange> contract_changes(const Assessment& assessment);

/// A verdict on one automation before anybody's acceptance, and what an acceptance would bind to.
struct Finding {
  Verdict verdict;
  Binding binding;
  Outcomes outcomes;
  bool same_runner = false;  ///< the head's judge runs the automation as the base's does
};

/// What an acceptance of the head's state of an automation must be bound to.
Binding binding_of(const Assessment& assessment, const EntityId& automation,
                   const Session& session);

/// Judges one automation of the assessment by the base's judge.
Finding finding_on(const Assessment& assessment, const EntityId& automation, Session& session);

/// The verdict on what the head would change for every automation: policy and plugin pins. Nothing
/// when it changes none of that.
std::optional<Finding> finding_on_policy(const Assessment& assessment);

/// How often a baseline that the head itself gave may look as if it had not: where that makes an
/// acceptance void, and where it is recorded once more for nothing.
inline constexpr double void_level = 0.001, anew_level = 0.2;

/// Judges the head by its own, accepted judge, whose recorded runs may not be worse than what it
/// gives either, nor its references other ones: anybody may have written them. `level` as above. An
/// acceptance holds only when this is a PASS.
Verdict verdict_by_head(const Assessment& assessment, Finding& finding, Session& session,
                        double level);

}  // namespace tidemark::pipeline
