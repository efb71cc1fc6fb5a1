#include "replay/pipeline/accept.hpp"

#include <cmath>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/model/exit_code.hpp"
#include "replay/pipeline/assess.hpp"
#include "replay/pipeline/closure.hpp"
#include "replay/pipeline/gate.hpp"
#include "replay/pipeline/own_outputs.hpp"
#include "replay/pipeline/record.hpp"
#include "replay/pipeline/run_parts.hpp"

namespace tidemark::pipeline {
namespace {

constexpr int control_runs = 9;

/// Without a base that was named, the state is compared with itself.
[[noreturn]] void refuse(const Verdict& verdict, bool names_base) {
  const bool measured =
      verdict.kind == VerdictKind::not_affected || verdict.kind == VerdictKind::pass;
  const bool untouched = verdict.kind == VerdictKind::not_affected;
  throw Error(
      measured ? Fault::configuration : Fault::evaluation,
      (verdict.automation.name.empty() ? std::string(policy_subject) : verdict.automation.name) +
          ": nothing is accepted: the verdict is " + std::string(to_string(verdict.kind)) + ": " +
          verdict.because.front() +
          (untouched && !names_base ? " (name what to compare with: --base REV)" : ""));
}

/// What finding_on_policy() judges in place of an automation.
const EntityId policy_id{Kind::automation, ""};

/// What is to be accepted: an automation of either state, or the policy.
EntityId subject_named(const Assessment& assessment, const std::string& name) {
  if (name == policy_subject) return policy_id;
  const std::string prefix = "automation:";
  const EntityId removed_one{Kind::automation,
                             name.starts_with(prefix) ? name.substr(prefix.size()) : name};
  const bool in_base = assessment.range.before.inventory.find(removed_one) != nullptr;
  const bool in_head = assessment.range.after.inventory.find(removed_one) != nullptr;
  if (in_base && !in_head) return removed_one;
  return automation_named(assessment.range.after.inventory, name).id;
}

std::vector<EntityId> subjects_of(const Assessment& assessment,
                                  const std::vector<std::string>& names) {
  std::vector<EntityId> ids;
  for (const std::string& name : names) ids.push_back(subject_named(assessment, name));
  return each_once(ids);
}

Finding finding_of(const Assessment& assessment, const EntityId& subject, Session& session) {
  if (subject != policy_id) return finding_on(assessment, subject, session);
  auto finding = finding_on_policy(assessment);
  if (!finding) {
    throw Error(Fault::configuration, "policy: nothing is accepted: the head changes no policy");
  }
  return *std::move(finding);
}

/// INCONCLUSIVE for want of cases would stay so whatever is accepted.
bool has_enough_cases(const Assessment& assessment, const Finding& finding) {
  if (finding.verdict.kind != VerdictKind::inconclusive || !finding.verdict.measured) return true;
  return finding.verdict.measured->cases >=
         static_cast<std::size_t>(assessment.range.before.inventory.policy.min_cases);
}

bool can_be_accepted(const Assessment& assessment, const Finding& finding) {
  switch (finding.verdict.kind) {
    case VerdictKind::changed:
    case VerdictKind::regressed:
    case VerdictKind::inconclusive:
      return has_enough_cases(assessment, finding);
    default:
      return false;
  }
}

/// A baseline describes the head when it was recorded under the head's own closure.
bool describes_head(const Assessment& assessment, const Entity& entity, const Judge& judge,
                    const Session& session) {
  if (!judge.lacking.empty()) return false;
  return judge.baseline->closure == closure_of(assessment.range.after, assessment.graph_after,
                                               entity, judge.golden.hash, "",
                                               session.plugins().identity(judge))
                                        .hash;
}

/// A death may have come between writing it and writing the acceptance.
bool is_of_this_run(const Judge& judge, const Session& session) {
  return judge.baseline && judge.baseline->recorded_at == session.started_at();
}

bool needs_baseline(const Assessment& assessment, Finding& finding, Session& session) {
  if (finding.binding.automation == policy_subject || finding.binding.closure == removed)
    return false;
  const Entity& entity = *assessment.range.after.inventory.find(finding.verdict.automation);
  if (!entity.replay) return false;
  const Judge judge = judge_of(assessment.range.after, entity, "head");
  return is_of_this_run(judge, session) || !describes_head(assessment, entity, judge, session) ||
         verdict_by_head(assessment, finding, session, anew_level).kind != VerdictKind::pass;
}

double drop_of(const Verdict& verdict) {
  const double drop = verdict.measured->before - verdict.measured->after;
  return std::round(drop * 1e6) / 1e6;
}

/// What the head's own runner gave, as its baseline has it.
std::optional<Verdict> own_of(const Assessment& assessment, const Finding& finding,
                              const Recorded* recorded, Session& session) {
  const Entity* entity = assessment.range.after.inventory.find(finding.verdict.automation);
  if (entity == nullptr || !entity->replay) return {};
  if (recorded != nullptr) return verdict_on_own(assessment, finding, recorded->text, session);
  const auto text = text_at(assessment.range.after, entity->replay->baseline);
  return text ? verdict_on_own(assessment, finding, *text, session) : std::nullopt;
}

Acceptance acceptance_of(const Finding& finding, const std::optional<Verdict>& own,
                         const AcceptRequest& request, const Session& session) {
  Acceptance record;
  record.automation = finding.binding.automation;
  record.base_baseline = finding.binding.base_baseline;
  record.closure = finding.binding.closure;
  const Verdict& measured = own ? *own : finding.verdict;
  // Of what is new, only a baseline that came with it was measured by.
  if (measured.measured && !measured.is_new) record.effect = drop_of(measured);
  record.verdict = to_string(join(finding.verdict.kind, measured.kind));
  record.reason = request.reason;
  record.author = request.author;
  record.accepted_at = session.started_at();
  record.expires = utc_text(*parse_utc(record.accepted_at) + request.lasts);
  return record;
}

ledger::RunStart start_of(const Range& range, const std::vector<EntityId>& subjects,
                          const Parts& parts) {
  auto same = run_parts(range.after, parts, Records::written);
  same.emplace_back("base", range.base);
  same.emplace_back("head", range.head);
  same.push_back(question("accept", texts_of(subjects)));
  return {"accept", range.base, range.head, range.dirty, parts.tool, sorted(std::move(same))};
}

void write_records(const Workspace& workspace, const change::World& world,
                   const std::vector<Accepted>& accepted) {
  std::vector<Acceptance> records = acceptances_of(world);
  for (const Accepted& one : accepted) {
    std::erase_if(records, [&](const Acceptance& record) {
      return record.automation == one.record.automation;
    });
    records.push_back(one.record);
  }
  write_file_atomically(workspace.root / acceptances_path, golden::write_acceptances(records));
}

}  // namespace

RunResult<std::vector<Accepted>> accept(const Workspace& workspace, const AcceptRequest& request,
                                        Parts& parts) {
  remove_unfinished_files(workspace);
  Assessment assessment = assessment_of(runnable_range(workspace, request.base, {}));
  // Whoever accepts runs what lies before them, with what they have.
  assessment.is_vouched_for = [](const EntityId&, const Binding&) { return true; };
  const Range& range = assessment.range;
  const std::vector<EntityId> subjects = subjects_of(assessment, request.names);
  // The measured effect is part of the record.
  parts.full = true;
  const BasePlugins own(range);
  Session session(parts, workspace.root, start_of(range, subjects, parts), own.copies());
  for (const EntityId& subject : subjects) session.remember(subject);
  std::vector<Finding> findings;
  for (const EntityId& subject : subjects) {
    findings.push_back(finding_of(assessment, subject, session));
    if (!can_be_accepted(assessment, findings.back())) {
      refuse(findings.back().verdict, range.base_name != "HEAD");
    }
  }
  std::vector<Accepted> accepted;
  std::vector<Recorded> recordings;
  for (Finding& finding : findings) {
    const bool anew = needs_baseline(assessment, finding, session);
    if (anew) {
      recordings.push_back(record(range.after, assessment.graph_after,
                                  *range.after.inventory.find(finding.verdict.automation),
                                  control_runs, session));
    }
    accepted.push_back({{}, finding.verdict, anew, {}});
    accepted.back().own = own_of(assessment, finding, anew ? &recordings.back() : nullptr, session);
  }
  write(workspace, recordings);
  // A new baseline is part of the closure that is accepted, so the bindings are read afresh.
  const Assessment now = assessment_of(runnable_range(workspace, request.base, {}));
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (accepted[i].recorded_anew) {
      findings[i].binding = binding_of(now, findings[i].verdict.automation, session);
    }
    accepted[i].record = acceptance_of(findings[i], accepted[i].own, request, session);
  }
  write_records(workspace, range.after, accepted);
  session.finish(0, "{}", {});
  return {std::move(accepted), session.number(), session.remainder()};
}

}  // namespace tidemark::pipeline
