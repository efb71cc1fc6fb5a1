#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/change/changes.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/ledger/ledger.hpp"
#include "replay/pipeline/judge_of.hpp"
#include "replay/pipeline/plugin_shelf.hpp"
#include "replay/pipeline/unseen_path.hpp"

namespace tidemark::pipeline {

struct Assessment;

/// Whether a command that asks what an automation does now may rest on what a vendor's model
/// answered within a day.
enum class Vendors { are_asked, may_have_answered };

/// By what the outputs of this judge's runner are found (docs/scheduling.md). `also` is the hash of
/// whatever else may reach the automation. Nothing is found by a state that is not wholly in the
/// repository, but for models with a version that do not float.
OutputsKey outputs_key(const change::World& world, const DependencyGraph& graph,
                       const Entity& automation, const Judge& judge, const std::string& also,
                       const PluginShelf& plugins, const std::string& tool, Vendors vendors,
                       UnseenClaims& claims);

/// The same for the head of an assessment.
OutputsKey outputs_key(const Assessment& assessment, const Judge& judge, const PluginShelf& plugins,
                       const std::string& tool);

/// Outputs that may be taken in place of calls.
struct Takable {
  std::int64_t run = 0;                                     ///< that has them
  std::map<std::pair<std::string, int>, Outcome> outcomes;  ///< good ones by case and run
  /// Who answered, model and deployment, when anybody said so: whoever answers now must be the
  /// same.
  std::string model, fingerprint;
  bool needs_witness() const { return !model.empty() || !fingerprint.empty(); }
};

/// What of an earlier run may be taken: nothing of one in which the automation itself failed, for a
/// second try would then count only where it went well; nothing of one whose verdict a second try
/// could mend, nor of one that several models answered.
std::optional<Takable> takable(ledger::EarlierOutputs earlier, bool by_model);

/// The same of the ledger's newest run of this state within a day, the asking one's own apart.
std::optional<Takable> takable(const ledger::Past& past, const Judge& judge, std::int64_t asking);

/// Whether this is an answer of who answered what may be taken; where an answer is a fact, the same
/// one, too.
bool is_witness(const Outcome& outcome, const Takable& takable, bool is_fact);

}  // namespace tidemark::pipeline
