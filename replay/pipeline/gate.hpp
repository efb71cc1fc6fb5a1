#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/dependency_graph.hpp"
#include "core/model/report.hpp"
#include "replay/pipeline/acceptance.hpp"
#include "replay/pipeline/examine.hpp"
#include "replay/pipeline/range.hpp"
#include "replay/pipeline/session.hpp"

namespace tidemark::pipeline {

/// What differs between two states, and whom it reaches.
struct Reach {
  ChangeSet changes;
  std::vector<EntityId> automations;  ///< of either state, sorted
  std::vector<Impact> impacts;
};
Reach reach_of(const Range& range);

/// The same with what it is judged by.
struct Assessment {
  Range range;
  ChangeSet changes;
  std::vector<EntityId> automations;  ///< of either state, sorted
  std::vector<Impact> impacts;
  DependencyGraph graph_after;
};
Assessment assessment_of(Range range);

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

/// Judges the head by its own, accepted judge. An acceptance holds only when this is a PASS.
Verdict verdict_by_head(const Assessment& assessment, Finding& finding, Session& session);

}  // namespace tidemark::pipeline
