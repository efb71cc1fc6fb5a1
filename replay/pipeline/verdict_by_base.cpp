#include "replay/pipeline/verdict_by_base.hpp"

#include <optional>

#include "replay/pipeline/closure.hpp"
#include "replay/pipeline/evidence.hpp"

namespace tidemark::pipeline {
namespace {

Outcomes outcomes_of(const Judge& judge, const ledger::Evidence& evidence) {
  Outcomes outcomes;
  for (const Outcome& one : evidence.outcomes) {
    const GoldenCase* golden = judge.golden.find(one.case_id);
    if (golden != nullptr) outcomes[{golden->input_hash, one.run}] = one;
  }
  return outcomes;
}

std::size_t trials_made(const Session& session, const Judge& judge) {
  const auto found = session.tallies().find(judge.automation);
  return found == session.tallies().end() ? 0 : found->second.trials;
}

bool is_settled_early(const Verdict& verdict) {
  return verdict.measured && verdict.measured->trials < verdict.measured->planned;
}

/// What an earlier run found out about this very state, where nothing can have moved unseen since.
std::optional<Verdict> verdict_by_evidence(const Assessment& assessment, const Entity& entity,
                                           const Judge& judge, const std::string& key,
                                           const std::string& run_key, Session& session,
                                           Outcomes& outcomes) {
  if (!is_wholly_seen(assessment.range.after, assessment.graph_after, entity, judge.replay.runner,
                      session.plugins().folder, *assessment.unseen_claims)) {
    return {};
  }
  auto evidence = session.evidence(judge, key);
  if (!evidence && !session.runs_all()) evidence = session.evidence(judge, settled_key(key));
  if (!evidence || !is_lasting(evidence->verdict)) return {};
  Outcomes known = outcomes_of(judge, *evidence);
  const std::size_t made = trials_made(session, judge);
  Verdict verdict = examine(judge, session, known, run_key);
  // A trial that it lacks was made by now: once is enough.
  if (trials_made(session, judge) == made) {
    if (verdict.kind != evidence->verdict) return {};
    verdict.evidence = evidence->run;
    verdict.earlier_trials = 0;
    verdict.retries.clear();
  }
  outcomes = std::move(known);
  return verdict;
}

}  // namespace

std::string evidence_key_of(const Assessment& assessment, const Entity& entity, const Judge& judge,
                            const PluginShelf& plugins, const std::string& tool) {
  const std::string state = closure_of(assessment.range.after, assessment.graph_after, entity, "",
                                       "", plugins.identity(judge))
                                .hash;
  const std::string reach =
      reach_hash(assessment.changes, assessment.impacts, assessment.range.after, judge.automation);
  return evidence_key(state, reach, judge, plugins.bytes(judge), tool);
}

Verdict verdict_by_base(const Assessment& assessment, const Entity& entity, const Judge& judge,
                        Finding& finding, Session& session) {
  // What the head would be judged by is nothing that the base's judge sees.
  const std::string plugins = judge.lacking.empty() ? session.plugins().identity(judge) : "";
  const std::string state =
      closure_of(assessment.range.after, assessment.graph_after, entity, "", "", plugins).hash;
  const std::string run_key = state + finding.binding.base_baseline;
  if (!judge.lacking.empty()) return examine(judge, session, finding.outcomes, run_key);
  const std::string key =
      evidence_key_of(assessment, entity, judge, session.plugins(), session.tool());
  if (auto known =
          verdict_by_evidence(assessment, entity, judge, key, run_key, session, finding.outcomes)) {
    return *std::move(known);
  }
  Verdict verdict = examine(judge, session, finding.outcomes, run_key);
  if (is_lasting(verdict.kind)) {
    session.leave_evidence(judge, is_settled_early(verdict) ? settled_key(key) : key, verdict.kind);
  }
  return verdict;
}

}  // namespace tidemark::pipeline
