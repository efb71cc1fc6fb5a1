#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "replay/report/members.hpp"
#include "replay/report/report.hpp"

namespace tidemark::report {
namespace {

template <typename Enum>
Enum called(const std::string& name, std::initializer_list<Enum> all, Enum otherwise) {
  for (const Enum one : all) {
    if (to_string(one) == name) return one;
  }
  return otherwise;
}

ChangeClass class_named(const std::string& name) {
  using enum ChangeClass;
  return called(name, {breaking, risky, benign, unknown}, unknown);
}

ChangeSource source_named(const std::string& name) {
  using enum ChangeSource;
  return called(name, {inventory, file, golden, baseline, named, package}, inventory);
}

/// `file:line:column`, which ends in numbers as far as they are known.
Place place_of(std::string text) {
  std::vector<std::uint32_t> numbers;
  while (numbers.size() < 2) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon + 1 == text.size() || text.size() - colon > 9 ||
        text.find_first_not_of("0123456789", colon + 1) != std::string::npos) {
      break;
    }
    numbers.insert(numbers.begin(), static_cast<std::uint32_t>(std::stoul(text.substr(colon + 1))));
    text.erase(colon);
  }
  numbers.resize(2);
  return {text, numbers[0], numbers[1]};
}

Change change_of(const json::Value& value) {
  const Members members(value);
  return {members.id("entity"),
          source_named(members.text("source")),
          members.text("what"),
          members.text("from"),
          members.text("to"),
          class_named(members.text("class")),
          place_of(members.text("place"))};
}

Proposal proposal_of(const json::Value& value) {
  const Members members(value);
  return {members.text("rule"), members.id("automation"), members.text("text"),
          place_of(members.text("place"))};
}

Impact impact_of(const json::Value& value) {
  const Members members(value);
  return {members.id("automation"),
          members.ids("path"),
          members.counts("changes"),
          members.texts("unclassified"),
          class_named(members.text("class")),
          members.text("use") == "soft" ? Criticality::soft : Criticality::hard};
}

Finding finding_of(const json::Value& value) {
  using enum DataDirection;
  const Members members(value);
  return {members.text("rule"),
          class_named(members.text("level")),
          called(members.text("direction"), {none, request, response}, none),
          members.text("operation"),
          members.text("part"),
          members.text("place"),
          members.text("text"),
          members.text("fingerprint")};
}

ContractImpact contract_impact_of(const json::Value& value) {
  const Members members(value);
  return {members.id("automation"), class_named(members.text("level")), members.ids("path"),
          members.counts("findings")};
}

ContractChange contract_of(const json::Value& value) {
  const Members members(value);
  ContractChange contract;
  contract.before = members.text("old");
  contract.after = members.text("new");
  contract.kind = members.text("kind");
  contract.not_compared = members.text("not_compared");
  contract.findings = members.list<Finding>("findings", finding_of);
  contract.reach = {members.id("entity"), members.count("standing"),
                    members.list<ContractImpact>("impacts", contract_impact_of)};
  contract.apart = members.ids("apart");
  for (const ContractImpact& impact : contract.reach.impacts) {
    need(!impact.findings.empty() && std::ranges::all_of(impact.findings, [&](std::size_t at) {
      return at < contract.findings.size();
    }));
  }
  return contract;
}

Measurement measurement_of(const Members& members) {
  return {members.count("cases"),
          members.count("trials"),
          members.count("planned"),
          members.count("failures"),
          members.count<int>("baseline_runs"),
          members.count<int>("candidate_runs"),
          members.number("mean_before"),
          members.number("mean_after"),
          members.number("p_worse"),
          members.number("log_e"),
          members.number("margin")};
}

CaseShift shift_of(const json::Value& value) {
  const Members members(value);
  return {members.text("case"),           members.flag("critical"),
          members.number("before"),       members.number("after"),
          members.output("input"),        members.output("before_output"),
          members.output("after_output"), members.text("difference")};
}

Acceptance acceptance_of(const Members& members) {
  Acceptance acceptance;
  acceptance.reason = members.text("reason");
  acceptance.author = members.text("author");
  acceptance.effect = members.number("effect");
  acceptance.verdict = members.text("verdict");
  acceptance.accepted_at = members.text("accepted_at");
  acceptance.expires = members.text("expires");
  return acceptance;
}

CaseSelection cases_of(const Members& members) {
  return {members.count("called"), members.count("taken"), members.count("all"),
          members.text("why_all")};
}

Spent spent_of(const Members& members) {
  Spent spent;
  if (members.has("cost")) spent.cost = members.number("cost");
  spent.input_tokens = members.count<std::uint64_t>("input_tokens");
  spent.output_tokens = members.count<std::uint64_t>("output_tokens");
  members.each("models", [&](const std::string& model, const json::Value& trials) {
    spent.models[model] = static_cast<std::size_t>(count_of(trials));
  });
  if (members.has("without_cost")) spent.without_cost = members.count("without_cost");
  return spent;
}

Owners owners_of(const Members& members) {
  return {members.text("technical"), members.text("operational"), members.text("escalation")};
}

/// `policy`, an automation, or the one that stands for none.
EntityId judged(const std::string& text) {
  constexpr std::string_view prefix = "automation:";
  return {Kind::automation, text.starts_with(prefix) ? text.substr(prefix.size()) : ""};
}

Verdict verdict_of(const json::Value& value) {
  const Members members(value);
  Verdict verdict;
  verdict.automation = judged(members.text("automation"));
  verdict.kind = verdict_kind_named(members.text("verdict")).value_or(VerdictKind::not_tested);
  verdict.because = members.texts("because");
  verdict.measured = members.object<Measurement>("measured", measurement_of);
  verdict.cases = members.object<CaseSelection>("cases", cases_of);
  verdict.worse = members.list<CaseShift>("worse", shift_of);
  verdict.moved = members.list<CaseShift>("moved", shift_of);
  verdict.better = members.list<CaseShift>("better", shift_of);
  verdict.is_new = members.flag("new");
  verdict.acceptance = members.object<Acceptance>("acceptance", acceptance_of);
  if (members.has("evidence")) verdict.evidence = members.count<std::int64_t>("evidence");
  verdict.earlier_trials = members.count("earlier_trials");
  verdict.why_anew = members.text("why_anew");
  verdict.baseline_models = members.texts("baseline_models");
  verdict.way_out = members.text("way_out");
  members.each("retries", [&](const std::string& kind, const json::Value& count) {
    if (const auto known = failure_kind_named(kind)) {
      verdict.retries[*known] = static_cast<std::size_t>(count_of(count));
    }
  });
  verdict.spent = members.object<Spent>("spent", spent_of).value_or(Spent{});
  verdict.owners = members.object<Owners>("owners", owners_of).value_or(Owners{});
  return verdict;
}

}  // namespace

Report report_of(const json::Value& value) {
  const Members members(value);
  Report report;
  report.command = members.text("command");
  report.tool = members.text("tool");
  report.workspace = members.text("workspace");
  report.base = members.text("base");
  report.base_name = members.text("base_name");
  report.head = members.text("head");
  report.dirty = members.flag("dirty");
  report.changes.changes = members.list<Change>("changes", change_of);
  report.changes.proposals = members.list<Proposal>("proposals", proposal_of);
  report.changes.unclassified = members.texts("unclassified");
  report.changes.ignored = members.texts("ignored");
  report.changes.out_of_scope = members.count("out_of_scope");
  report.changes.paths = members.count("paths");
  report.contracts = members.list<ContractChange>("contracts", contract_of);
  report.impacts = members.list<Impact>("impacts", impact_of);
  report.verdicts = members.list<Verdict>("verdicts", verdict_of);
  need(!report.verdicts.empty());
  report.verdict = verdict_kind_named(members.text("verdict")).value_or(VerdictKind::not_tested);
  report.exit_code = members.count<int>("exit_code");
  return report;
}

}  // namespace tidemark::report
