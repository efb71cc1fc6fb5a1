#include "replay/pipeline/assess.hpp"

#include <algorithm>
#include <iterator>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/hash.hpp"
#include "core/model/exit_code.hpp"
#include "core/text/suggest.hpp"
#include "replay/pipeline/earlier_outputs.hpp"
#include "replay/pipeline/failures.hpp"
#include "replay/pipeline/gate.hpp"
#include "replay/pipeline/moved_records.hpp"
#include "replay/pipeline/preflight.hpp"
#include "replay/pipeline/run_parts.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t largest_approvals = 16UL * 1024 * 1024;

/// A proposal could bring its own approvals.
void refuse_inside(const git::Repository& repository, const std::filesystem::path& file) {
  const auto inside = std::filesystem::weakly_canonical(file).lexically_relative(repository.root());
  if (inside.empty() || *inside.begin() == "..") return;
  throw Error(Fault::security, "--approvals " + file.string() +
                                   ": lies in the checkout, where a proposal could put it (let CI "
                                   "write it elsewhere)");
}

Approvals approvals_of(const Workspace& workspace, const Assessment& assessment,
                       const GateRequest& request) {
  Approvals approvals;
  const Range& range = assessment.range;
  approvals.records = acceptances_of(range.after);
  try {
    approvals.records = new_acceptances(range.before, range.after);
  } catch (const Error& error) {
    // Which of them accepted something before nobody knows; but what mends it is judged.
    if (error.fault() != Fault::configuration) throw;
    approvals.why_none =
        "the base's acceptances cannot be read, so none counts before they are mended (" +
        one_line(error.what()) + ')';
  }
  // Only a base that has owners can say who of them must approve.
  approvals.needs_file = !range.before.inventory.entities.empty() &&
                         (range.before.inventory.policy.approval == Approval::file ||
                          range.after.inventory.policy.approval == Approval::file);
  if (request.approvals) {
    refuse_inside(*workspace.repository, *request.approvals);
    approvals.from_forge = golden::read_approvals(read_file(*request.approvals, largest_approvals),
                                                  request.approvals->string());
  }
  approvals.authors = workspace.repository->authors(range.base, range.head);
  return approvals;
}

bool can_be_accepted(VerdictKind kind) {
  return kind == VerdictKind::changed || kind == VerdictKind::regressed ||
         kind == VerdictKind::inconclusive;
}

/// Whether the head has a judge of its own that the accepted state must pass.
bool is_replayed(const Assessment& assessment, const Finding& finding) {
  const Entity* entity = assessment.range.after.inventory.find(finding.verdict.automation);
  return entity != nullptr && entity->replay.has_value();
}

/// Records are text that anybody may have written.
void accept(Verdict& verdict, const Acceptance& record) {
  std::string without = "without the acceptance: " + std::string(to_string(verdict.kind));
  if (record.verdict != to_string(verdict.kind)) {
    without += ", while the acceptance says " + record.verdict;
  }
  verdict.because.insert(verdict.because.begin(), without);
  verdict.kind = VerdictKind::accepted;
  verdict.acceptance = record;
}

/// A person's word lifts a verdict only while the head behaves as it did when it was given.
void apply_acceptance(const Assessment& assessment, const Approvals& approvals, Finding& finding,
                      Session& session) {
  if (!can_be_accepted(finding.verdict.kind)) return;
  const Coverage coverage =
      covered(approvals, finding.binding,
              approvers_of(assessment.range.before.inventory, finding.verdict.automation));
  if (!coverage.record) {
    if (!coverage.why_not.empty()) finding.verdict.because.push_back(coverage.why_not);
    return;
  }
  if (is_replayed(assessment, finding)) {
    const Verdict own = verdict_by_head(assessment, finding, session, void_level);
    if (own.kind != VerdictKind::pass) {
      finding.verdict.because.insert(finding.verdict.because.begin(),
                                     "an acceptance exists, but by the accepted baseline it is " +
                                         std::string(to_string(own.kind)) + ": " +
                                         own.because.front());
      finding.verdict.kind = join(finding.verdict.kind, own.kind);
      return;
    }
  }
  accept(finding.verdict, *coverage.record);
}

/// What a person lifted comes first, so that nobody overlooks it; then the worst.
bool comes_before(const Verdict& a, const Verdict& b) {
  const bool lifted = a.kind == VerdictKind::accepted;
  if (lifted != (b.kind == VerdictKind::accepted)) return lifted;
  return a.kind > b.kind;
}

void conclude(Report& report) {
  std::stable_sort(report.verdicts.begin(), report.verdicts.end(), comes_before);
  std::vector<VerdictKind> kinds;
  for (const Verdict& verdict : report.verdicts) kinds.push_back(verdict.kind);
  report.verdict = join(kinds);
  report.exit_code = exit_code_of(report.verdict);
}

Report report_on(const Assessment& assessment, const Workspace& workspace, const Session& session) {
  Report report;
  report.command = "gate";
  report.tool = session.tool();
  report.workspace = workspace.folder;
  report.base = assessment.range.base;
  report.base_name = assessment.range.base_name;
  report.head = assessment.range.head;
  report.dirty = assessment.range.dirty;
  report.changes = assessment.changes;
  report.contracts = contract_changes(assessment);
  report.impacts = assessment.impacts;
  return report;
}

ledger::RunStart start_of(const Range& range, const GateRequest& request, const Parts& parts) {
  auto same = run_parts(range.after, parts, Records::read);
  same.emplace_back("base", range.base);
  same.emplace_back("head", range.head);
  same.push_back(question("gate", {}));
  same.emplace_back(
      "approvals",
      sha256_hex(request.approvals ? read_file(*request.approvals, largest_approvals) : ""));
  return {"gate", range.base, range.head, range.dirty, parts.tool, sorted(std::move(same))};
}

/// With nothing to judge, nothing is shown; that is never green.
void say_if_nothing(Report& report) {
  if (!report.verdicts.empty()) return;
  Verdict verdict;
  verdict.automation = {Kind::automation, nobody};
  verdict.because = {"there is no automation to judge"};
  report.verdicts.push_back(verdict);
}

std::vector<EntityId> replayed_in(const Inventory& inventory) {
  std::vector<EntityId> ids;
  for (const Entity& entity : inventory.entities) {
    if (entity.replay) ids.push_back(entity.id);
  }
  return ids;
}

/// A replay is how people see what a vendor's model does now, so that is always asked.
void name_outputs(const change::World& world, const std::string& other_files,
                  const Session& session, std::vector<Judge>& judges) {
  const DependencyGraph graph(world.inventory);
  UnseenClaims claims;
  for (Judge& judge : judges) {
    judge.outputs =
        outputs_key(world, graph, *world.inventory.find(judge.automation), judge, other_files,
                    session.plugins(), session.tool(), Vendors::are_asked, claims);
  }
}

}  // namespace

RunResult<Report> assess(const Workspace& workspace, const GateRequest& request, Parts& parts,
                         const Write& write) {
  remove_unfinished_files(workspace);
  // Between which two states, what moved, and whom can it reach?
  Assessment assessment = assessment_of(runnable_range(workspace, request.base, request.head));
  name_moved_cases(assessment.range.before, assessment.range.after, assessment.changes.proposals);
  const Approvals approvals = approvals_of(workspace, assessment, request);
  assessment.is_vouched_for = [&](const EntityId& automation, const Binding& binding) {
    return is_approved(approvals, binding,
                       approvers_of(assessment.range.before.inventory, automation));
  };
  const BasePlugins own(assessment.range);
  Session session(parts, workspace.root, start_of(assessment.range, request, parts), own.copies());
  Report report = report_on(assessment, workspace, session);

  // Where an acceptance may hold, the head's own judge looks at the same outcomes.
  for (const Acceptance& record : approvals.records) {
    if (const auto automation = parse_entity_id(record.automation)) session.remember(*automation);
  }

  // Nothing is paid for before all that must run can run.
  check_plugins(assessment, session);

  // Only what can be reached is replayed, and the base judges, never the proposal.
  const auto accepted = [&](Finding finding) {
    apply_acceptance(assessment, approvals, finding, session);
    return std::move(finding.verdict);
  };
  std::vector<Verdict> verdicts(assessment.automations.size());
  session.together(verdicts.size(), [&](std::size_t i) {
    verdicts[i] = accepted(finding_on(assessment, assessment.automations[i], session));
  });
  if (auto policy = finding_on_policy(assessment)) {
    report.verdicts.push_back(accepted(*std::move(policy)));
  }
  std::move(verdicts.begin(), verdicts.end(), std::back_inserter(report.verdicts));

  // What was judged must still be what is there; the exit code rests on what is stored.
  refuse_moved_files(workspace, assessment.range);
  say_if_nothing(report);
  name_outages(session.tallies(), report.verdicts);
  conclude(report);
  session.finish(report.exit_code, write(report), report.verdicts);
  return {std::move(report), session.number(), session.remainder()};
}

RunResult<Report> replay_now(const Workspace& workspace, const std::vector<std::string>& names,
                             Parts& parts, const Write& write) {
  remove_unfinished_files(workspace);
  const change::World world = world_now(workspace);
  const std::vector<EntityId> named = automations_named(world.inventory, names);
  Report report;
  report.command = "replay";
  report.tool = parts.tool;
  report.workspace = workspace.folder;
  if (workspace.repository && workspace.repository->has_commit()) {
    report.head = workspace.repository->head();
    report.dirty = !workspace.repository->is_clean();
  }
  auto same = run_parts(world, parts, Records::read);
  same.emplace_back("head", report.head);
  same.push_back(question("replay", texts_of(named)));
  Session session(parts, workspace.root,
                  {"replay", "", report.head, report.dirty, parts.tool, sorted(same)});
  std::vector<Judge> judges;
  const auto expect = [&](const Judge& judge) { session.expect(judge); };
  for (const EntityId& id : names.empty() ? replayed_in(world.inventory) : named) {
    judges.push_back(judge_of(world, *world.inventory.find(id), "head", expect));
  }
  check_plugins(judges, session);
  name_outputs(world, part_called("other files", same), session, judges);
  report.verdicts.resize(judges.size());
  session.together(judges.size(), [&](std::size_t i) {
    Outcomes outcomes;
    report.verdicts[i] = examine(judges[i], session, outcomes,
                                 judges[i].golden.hash + to_string(judges[i].automation));
  });
  say_if_nothing(report);
  name_outages(session.tallies(), report.verdicts);
  conclude(report);
  session.finish(report.exit_code, write(report), report.verdicts);
  return {std::move(report), session.number(), session.remainder()};
}

const Entity& automation_named(const Inventory& inventory, const std::string& name) {
  const std::string prefix = "automation:";
  const std::string bare = name.starts_with(prefix) ? name.substr(prefix.size()) : name;
  if (const Entity* found = inventory.find({Kind::automation, bare})) return *found;
  std::vector<std::string> names;
  for (const Entity& entity : inventory.entities) {
    if (entity.id.kind == Kind::automation) names.push_back(entity.id.name);
  }
  const std::string hint = text::did_you_mean(bare, names);
  throw Error(Fault::configuration,
              "no automation is called " + name +
                  (hint.empty() ? " (see `tidemark list`)" : " (" + hint + ")"));
}

std::vector<EntityId> automations_named(const Inventory& inventory,
                                        const std::vector<std::string>& names) {
  std::vector<EntityId> ids;
  for (const std::string& name : names) ids.push_back(automation_named(inventory, name).id);
  return each_once(ids);
}

std::vector<EntityId> each_once(const std::vector<EntityId>& ids) {
  std::vector<EntityId> once;
  for (const EntityId& id : ids) {
    if (std::find(once.begin(), once.end(), id) == once.end()) once.push_back(id);
  }
  return once;
}

std::vector<std::string> texts_of(const std::vector<EntityId>& ids) {
  std::vector<std::string> texts;
  for (const EntityId& id : ids) texts.push_back(to_string(id));
  return texts;
}

}  // namespace tidemark::pipeline
