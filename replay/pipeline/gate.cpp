#include "replay/pipeline/gate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/hash.hpp"
#include "core/model/exit_code.hpp"
#include "core/text/counted.hpp"
#include "core/text/glob.hpp"
#include "replay/pipeline/closure.hpp"
#include "replay/pipeline/earlier_outputs.hpp"
#include "replay/pipeline/granted.hpp"
#include "replay/pipeline/model_moves.hpp"
#include "replay/pipeline/parameters.hpp"
#include "replay/pipeline/reference_check.hpp"
#include "replay/pipeline/touched_cases.hpp"
#include "replay/pipeline/verdict_by_base.hpp"

namespace tidemark::pipeline {
namespace {

/// Whether a path that the entity claimed is still there and no longer claimed by it.
bool claims_less(const Range& range, const EntityId& id) {
  const Entity* fresh = range.after.inventory.find(id);
  const text::GlobSet before(range.before.inventory.find(id)->files, range.before.folder);
  const text::GlobSet after(fresh->files, range.after.folder);
  const auto& files = range.after.files->files();
  return std::any_of(files.begin(), files.end(), [&](const git::File& file) {
    return before.matches(file.path) && !after.matches(file.path);
  });
}

/// Whether a use names parts now and there is one that it named before and no longer does, or it
/// named none, which was all.
bool names_less(const Range& range, const Change& change) {
  const auto target = parse_entity_id(change.from.substr(0, change.from.find(' ')));
  const auto other = parse_entity_id(change.to.substr(0, change.to.find(' ')));
  const EntityId id = target ? *target : other.value_or(EntityId{});
  const auto parts = [&](const Inventory& inventory) {
    for (const Use& use : inventory.find(change.entity)->uses) {
      if (use.target == id) return use.detail().parts;
    }
    return std::vector<std::string>{};
  };
  const auto before = parts(range.before.inventory), after = parts(range.after.inventory);
  if (after.empty()) return false;
  return before.empty() || std::any_of(before.begin(), before.end(), [&](const std::string& part) {
           return std::find(after.begin(), after.end(), part) == after.end();
         });
}

/// The sentence for a change that takes something out of sight, or "".
std::string loss_sentence(const Range& range, const Change& change) {
  const std::string id = to_string(change.entity);
  if (change.source != ChangeSource::inventory || change.entity.kind == Kind::automation) {
    if (change.what != "use" && change.what != "files" && change.what != "use.parts") return "";
  }
  if (change.what == "use" && change.to.empty()) {
    return "proposal use.removed: " + id + " would no longer use " + change.from;
  }
  if (change.what == "entity" && change.to.empty()) {
    return "proposal entity.removed: " + id + " would be removed";
  }
  if (change.what == "use.parts" && names_less(range, change)) {
    return "proposal use.narrowed: " + id + " would use less of what it stands on: " +
           (change.from.empty() ? "all of it" : change.from) + " -> " + change.to;
  }
  if (change.what == "files" && claims_less(range, change.entity)) {
    return "proposal files.narrowed: " + id + " would no longer claim every file that it did";
  }
  return "";
}

std::vector<std::string> proposals_on(const ChangeSet& changes, const EntityId& automation) {
  std::vector<std::string> sentences;
  for (const Proposal& proposal : changes.proposals) {
    if (proposal.automation == automation) {
      sentences.push_back("proposal " + proposal.rule + ": " + proposal.text);
    }
  }
  return sentences;
}

/// What the head no longer watches for an automation that it reaches: the next change of it would
/// reach nobody, so a person must look at it.
std::vector<std::string> unwatched_by(const Assessment& assessment, const EntityId& automation) {
  std::vector<std::string> sentences;
  for (const Impact& impact : assessment.impacts) {
    if (impact.automation != automation) continue;
    for (const std::size_t index : impact.changes) {
      const std::string sentence =
          loss_sentence(assessment.range, assessment.changes.changes[index]);
      if (!sentence.empty()) sentences.push_back(sentence);
    }
  }
  return sentences;
}

Verdict not_affected(const Assessment& assessment, const Entity& automation) {
  Verdict verdict;
  verdict.automation = automation.id;
  verdict.owners = automation.owners;
  verdict.kind = VerdictKind::not_affected;
  const ChangeSet& changes = assessment.changes;
  verdict.because = {fmt::format(
      "none of {} in {} reaches it; ignored by the base's policy: {}, outside the workspace: {}",
      text::counted(changes.changes.size(), "change", "changes"),
      text::counted(changes.paths, "changed path", "changed paths"), changes.ignored.size(),
      changes.out_of_scope)};
  for (const ComparedContract& one : assessment.contracts) {
    const auto& apart = one.change.apart;
    if (!std::binary_search(apart.begin(), apart.end(), automation.id)) continue;
    verdict.because.push_back(
        fmt::format("{} differs ({}), but not in the parts that uses on the way name: no finding "
                    "touches them, and they read the same, word for word",
                    to_string(one.change.reach.contract), one.change.after));
  }
  return verdict;
}

std::string base_baseline_of(const Assessment& assessment, const EntityId& automation) {
  const Entity* in_base = assessment.range.before.inventory.find(automation);
  if (in_base == nullptr || !in_base->replay) return no_baseline;
  const std::string hash = hash_of(assessment.range.before, in_base->replay->baseline);
  return hash.empty() ? no_baseline : hash;
}

Finding on_removed(const Assessment& assessment, const EntityId& automation,
                   const Session& session) {
  Finding finding;
  finding.verdict.automation = automation;
  finding.verdict.owners = assessment.range.before.inventory.find(automation)->owners;
  finding.verdict.kind = VerdictKind::changed;
  finding.verdict.because = {"the head removes it from the inventory"};
  finding.binding = binding_of(assessment, automation, session);
  return finding;
}

/// A verdict that a person's word can lift, and what the head proposes beside it.
void raise_to_changed(Verdict& verdict, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return;
  verdict.kind = join(verdict.kind, VerdictKind::changed);
  verdict.because.insert(verdict.because.end(), sentences.begin(), sentences.end());
}

/// Whether an automation's own runner, with its plugin's pin, is the judge's.
bool is_run_alike(const Inventory& inventory, const Entity& automation, const Judge& judge) {
  if (!automation.replay) return false;
  const RunnerSpec runner = with_parameters(automation.replay->runner, inventory).runner;
  const auto pinned = [&](const std::vector<PluginPin>& pins) {
    const auto found = std::find_if(pins.begin(), pins.end(),
                                    [&](const PluginPin& pin) { return pin.id == runner.plugin; });
    return found == pins.end() ? std::string() : found->sha256;
  };
  return runner == judge.replay.runner && pinned(inventory.plugins) == pinned(judge.plugins);
}

void say_what_was_not_tried(const Assessment& assessment, bool runs_own, Verdict& verdict) {
  const ModelMoves moves = model_moves(assessment, verdict);
  raise_to_changed(verdict, moves.untried);
  verdict.because.insert(verdict.because.end(), moves.unmoved.begin(), moves.unmoved.end());
  if (runs_own || !verdict.measured) return;
  verdict.because.push_back("the head's own runner was not run: `tidemark replay " +
                            verdict.automation.name + "` shows what it does");
}

void withhold_unless_vouched_for(const Assessment& assessment, const Binding& binding,
                                 Judge& judge) {
  const auto& is_vouched_for = assessment.is_vouched_for;
  if (is_vouched_for && is_vouched_for(judge.automation, binding)) return;
  withhold(assessment.range.before, judge);
}

}  // namespace

const Impact* impact_on(const Assessment& assessment, const EntityId& automation) {
  const auto found =
      std::find_if(assessment.impacts.begin(), assessment.impacts.end(),
                   [&](const Impact& impact) { return impact.automation == automation; });
  return found == assessment.impacts.end() ? nullptr : &*found;
}

Binding binding_of(const Assessment& assessment, const EntityId& automation,
                   const Session& session) {
  const Entity* entity = assessment.range.after.inventory.find(automation);
  return {to_string(automation), base_baseline_of(assessment, automation),
          entity == nullptr ? removed
                            : closure_now(assessment.range.after, assessment.graph_after, *entity,
                                          session.plugins())
                                  .hash};
}

Finding finding_on(const Assessment& assessment, const EntityId& automation, Session& session) {
  const Entity* entity = assessment.range.after.inventory.find(automation);
  if (entity == nullptr) return on_removed(assessment, automation, session);
  const auto proposals = proposals_on(assessment.changes, automation);
  Finding finding;
  if (impact_on(assessment, automation) == nullptr && proposals.empty()) {
    finding.verdict = not_affected(assessment, *entity);
    return finding;
  }
  finding.binding = binding_of(assessment, automation, session);
  Judge judge = judge_of(assessment.range.before, assessment.range.after, automation);
  withhold_unless_vouched_for(assessment, finding.binding, judge);
  const auto cases = select_cases(assessment, judge, [&] { return session.comparators(judge); });
  judge.outputs = outputs_key(assessment, judge, session.plugins(), session.tool());
  finding.same_runner = is_run_alike(assessment.range.after.inventory, *entity, judge);
  finding.verdict = verdict_by_base(assessment, *entity, judge, finding, session);
  finding.verdict.cases = cases;
  raise_to_changed(finding.verdict, judge.is_new);
  raise_to_changed(finding.verdict, judge.kept);
  raise_to_changed(finding.verdict, proposals);
  raise_to_changed(finding.verdict, unwatched_by(assessment, automation));
  const bool runs_own = finding.same_runner || judge.is_proposed || !entity->replay;
  say_what_was_not_tried(assessment, runs_own, finding.verdict);
  return finding;
}

std::optional<Finding> finding_on_policy(const Assessment& assessment) {
  const auto proposals = proposals_on(assessment.changes, {Kind::automation, ""});
  if (proposals.empty()) return std::nullopt;
  Finding finding;
  finding.verdict.automation = {Kind::automation, ""};
  finding.verdict.kind = VerdictKind::changed;
  finding.verdict.because = proposals;
  finding.binding = {policy_subject, policy_identity(assessment.range.before),
                     policy_identity(assessment.range.after)};
  finding.verdict.is_new = finding.binding.base_baseline == no_baseline;
  return finding;
}

Verdict verdict_by_head(const Assessment& assessment, Finding& finding, Session& session,
                        double level) {
  const Entity& entity = *assessment.range.after.inventory.find(finding.verdict.automation);
  Judge judge = judge_of(assessment.range.after, entity, "head");
  withhold_unless_vouched_for(assessment, finding.binding, judge);
  judge.outputs = outputs_key(assessment, judge, session.plugins(), session.tool());
  judge.rules.two_sided = level;
  Outcomes fresh;
  Outcomes& outcomes = finding.same_runner ? finding.outcomes : fresh;
  const std::string& closure = finding.binding.closure;
  Verdict verdict = examine(judge, session, outcomes, closure);
  if (verdict.kind != VerdictKind::pass) return verdict;
  const std::string unfit =
      unfit_references(judge, session.comparators(judge), outcomes, level, seed_of(closure));
  if (unfit.empty()) return verdict;
  verdict.kind = VerdictKind::changed;
  verdict.because.insert(verdict.because.begin(), unfit);
  return verdict;
}

}  // namespace tidemark::pipeline
