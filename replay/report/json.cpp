#include "replay/report/contracts.hpp"
#include "replay/report/report.hpp"

namespace tidemark::report {
namespace {

json::Array strings(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

/// A place of the inventory, or null for what has none.
json::Value place(const Place& place) {
  return place.file.empty() ? json::Value() : json::Value(to_string(place));
}

json::Value text_or_null(const std::string& text) {
  return text.empty() ? json::Value() : json::Value(text);
}

json::Value change_json(const Change& change) {
  return json::Object{{"entity", to_string(change.entity)},
                      {"source", to_string(change.source)},
                      {"what", change.what},
                      {"from", change.from},
                      {"to", change.to},
                      {"class", to_string(change.change_class)},
                      {"place", place(change.place)}};
}

json::Value proposal_json(const Proposal& proposal) {
  return json::Object{{"rule", proposal.rule},
                      {"automation", proposal.automation.name.empty()
                                         ? json::Value()
                                         : json::Value(to_string(proposal.automation))},
                      {"text", proposal.text},
                      {"place", place(proposal.place)}};
}

json::Value measurement_json(const Measurement& measured) {
  return json::Object{{"cases", static_cast<std::uint64_t>(measured.cases)},
                      {"trials", static_cast<std::uint64_t>(measured.trials)},
                      {"planned", static_cast<std::uint64_t>(measured.planned)},
                      {"failures", static_cast<std::uint64_t>(measured.failures)},
                      {"baseline_runs", measured.baseline_runs},
                      {"candidate_runs", measured.candidate_runs},
                      {"mean_before", measured.before},
                      {"mean_after", measured.after},
                      {"p_worse", measured.p_worse},
                      {"log_e", measured.log_e},
                      {"margin", measured.margin}};
}

json::Array shifts_json(const std::vector<CaseShift>& shifts) {
  json::Array result;
  for (const CaseShift& shift : shifts) result.push_back(shift_json(shift));
  return result;
}

json::Value owners_json(const Owners& owners) {
  return json::Object{{"technical", owners.technical},
                      {"operational", owners.operational},
                      {"escalation", owners.escalation}};
}

json::Value acceptance_json(const std::optional<Acceptance>& acceptance) {
  if (!acceptance) return nullptr;
  return json::Object{{"reason", acceptance->reason},           {"author", acceptance->author},
                      {"effect", acceptance->effect},           {"verdict", acceptance->verdict},
                      {"accepted_at", acceptance->accepted_at}, {"expires", acceptance->expires}};
}

json::Value cases_json(const std::optional<CaseSelection>& cases) {
  if (!cases) return nullptr;
  return json::Object{{"called", static_cast<std::uint64_t>(cases->called)},
                      {"taken", static_cast<std::uint64_t>(cases->taken)},
                      {"all", static_cast<std::uint64_t>(cases->all)},
                      {"why_all", text_or_null(cases->why_all)}};
}

/// Null for what no way leads to.
json::Value use_json(const Impact& impact) {
  if (impact.path.empty()) return nullptr;
  return to_string(impact.strength);
}

json::Value distance_json(const Impact& impact) {
  if (impact.path.empty()) return nullptr;
  return static_cast<std::uint64_t>(impact.path.size() - 1);
}

json::Value retries_json(const Retries& retries) {
  json::Object by_kind;
  for (const auto& [kind, count] : retries) {
    by_kind.emplace_back(to_string(kind), static_cast<std::uint64_t>(count));
  }
  return by_kind;
}

json::Value spent_json(const Spent& spent) {
  json::Object models;
  for (const auto& [name, trials] : spent.models) {
    models.emplace_back(name, static_cast<std::uint64_t>(trials));
  }
  return json::Object{{"cost", spent.cost ? json::Value(*spent.cost) : json::Value()},
                      {"input_tokens", spent.input_tokens},
                      {"output_tokens", spent.output_tokens},
                      {"models", std::move(models)},
                      {"without_cost", static_cast<std::uint64_t>(spent.without_cost)}};
}

json::Value verdict_json(const Verdict& verdict) {
  return json::Object{
      {"automation", verdict.automation.name.empty() ? json::Value("policy")
                                                     : json::Value(to_string(verdict.automation))},
      {"verdict", to_string(verdict.kind)},
      {"new", verdict.is_new},
      {"because", strings(verdict.because)},
      {"measured", verdict.measured ? measurement_json(*verdict.measured) : json::Value()},
      {"cases", cases_json(verdict.cases)},
      {"worse", shifts_json(verdict.worse)},
      {"moved", shifts_json(verdict.moved)},
      {"better", shifts_json(verdict.better)},
      {"acceptance", acceptance_json(verdict.acceptance)},
      {"evidence", verdict.evidence ? json::Value(*verdict.evidence) : json::Value()},
      {"earlier_trials", static_cast<std::uint64_t>(verdict.earlier_trials)},
      {"why_anew", text_or_null(verdict.why_anew)},
      {"baseline_models", strings(verdict.baseline_models)},
      {"retries", retries_json(verdict.retries)},
      {"spent", spent_json(verdict.spent)},
      {"way_out", text_or_null(verdict.way_out)},
      {"owners", owners_json(verdict.owners)}};
}

}  // namespace

json::Value output_json(const std::string& text) {
  return text.empty() ? json::Value() : json::parse(text, "a stored output");
}

json::Value shift_json(const CaseShift& shift) {
  return json::Object{{"case", shift.case_id},
                      {"critical", shift.critical},
                      {"before", shift.before},
                      {"after", shift.after},
                      {"input", output_json(shift.input)},
                      {"difference", shift.difference},
                      {"before_output", output_json(shift.before_output)},
                      {"after_output", output_json(shift.after_output)}};
}

json::Value changes_json(const ChangeSet& changes) {
  json::Array moved, proposals;
  for (const Change& change : changes.changes) moved.push_back(change_json(change));
  for (const Proposal& proposal : changes.proposals) proposals.push_back(proposal_json(proposal));
  return json::Object{{"changes", std::move(moved)},
                      {"proposals", std::move(proposals)},
                      {"unclassified", strings(changes.unclassified)},
                      {"ignored", strings(changes.ignored)},
                      {"out_of_scope", static_cast<std::uint64_t>(changes.out_of_scope)},
                      {"paths", static_cast<std::uint64_t>(changes.paths)}};
}

json::Value impacts_json(const std::vector<Impact>& impacts) {
  json::Array result;
  for (const Impact& impact : impacts) {
    json::Array changes;
    for (const std::size_t index : impact.changes) {
      changes.emplace_back(static_cast<std::uint64_t>(index));
    }
    result.emplace_back(json::Object{{"automation", to_string(impact.automation)},
                                     {"path", ids(impact.path)},
                                     {"changes", std::move(changes)},
                                     {"unclassified", strings(impact.unclassified)},
                                     {"class", to_string(impact.change_class)},
                                     {"use", use_json(impact)},
                                     {"distance", distance_json(impact)}});
  }
  return result;
}

json::Value to_json(const Report& report) {
  json::Array verdicts;
  for (const Verdict& verdict : report.verdicts) verdicts.push_back(verdict_json(verdict));
  json::Value value = json::Object{{"schema", "tidemark.report/1"},
                                   {"command", report.command},
                                   {"tool", report.tool},
                                   {"workspace", report.workspace},
                                   {"base", report.base},
                                   {"base_name", report.base_name},
                                   {"head", report.head},
                                   {"dirty", report.dirty},
                                   {"verdict", to_string(report.verdict)},
                                   {"exit_code", report.exit_code}};
  const json::Value changes = changes_json(report.changes);
  for (const auto& [name, member] : *changes.object()) value.set(name, member);
  value.set("contracts", contracts_json(report.contracts));
  value.set("impacts", impacts_json(report.impacts));
  value.set("verdicts", std::move(verdicts));
  return value;
}

}  // namespace tidemark::report
