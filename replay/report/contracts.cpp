#include "replay/report/contracts.hpp"

#include <fmt/format.h>

#include "core/text/counted.hpp"
#include "replay/report/findings.hpp"
#include "replay/report/printable.hpp"

namespace tidemark::report {
namespace {

std::string name_of(const ContractChange& contract) {
  const std::string states = contract.before == contract.after
                                 ? contract.after
                                 : contract.before + " -> " + contract.after;
  return to_string(contract.reach.contract) + "  " + printable(states);
}

std::string finding_line(const Finding& finding) {
  return fmt::format("    {:<8}  {}  {}{}\n", to_string(finding.level), finding.rule,
                     finding.operation.empty() ? "" : printable(finding.operation) + ": ",
                     printable(finding.text));
}

std::string first_findings(const std::vector<Finding>& findings, std::size_t most) {
  std::string text;
  std::size_t shown = 0, left_out = 0;
  for (const Finding& finding : findings) {
    if (finding.level == ChangeClass::benign) continue;
    if (shown < most) {
      text += finding_line(finding);
      ++shown;
    } else {
      ++left_out;
    }
  }
  if (left_out == 0) return text;
  return text + fmt::format("    and {} more (`tidemark impact` lists all)\n", left_out);
}

std::string reach_line(const ContractChange& contract) {
  std::string text = "  " + to_string(contract.reach);
  if (!contract.apart.empty()) {
    text += fmt::format("; {} of them {} nothing of it", contract.apart.size(),
                        contract.apart.size() == 1 ? "sees" : "see");
  }
  return text + "\n";
}

std::string contract_text(const ContractChange& contract, std::size_t most) {
  std::string text = "  " + name_of(contract);
  if (contract.kind.empty()) {
    return text + ": not compared, since " + printable(contract.not_compared) +
           "; it may break whoever stands on it\n";
  }
  text += " (" + contract.kind + "): " + findings_count(contract.findings) + "\n  " +
          reach_line(contract);
  if (most == 0) return text + findings_text(contract.findings);
  return text + first_findings(contract.findings, most);
}

json::Array impacts(const ContractReach& reach) {
  json::Array result;
  for (const ContractImpact& impact : reach.impacts) {
    json::Array positions;
    for (const std::size_t one : impact.findings) {
      positions.emplace_back(static_cast<std::uint64_t>(one));
    }
    result.emplace_back(json::Object{{"automation", to_string(impact.automation)},
                                     {"level", to_string(impact.level)},
                                     {"path", ids(impact.path)},
                                     {"findings", std::move(positions)}});
  }
  return result;
}

json::Value or_null(const std::string& text) {
  return text.empty() ? json::Value() : json::Value(text);
}

}  // namespace

json::Array ids(const std::vector<EntityId>& entities) {
  json::Array result;
  for (const EntityId& id : entities) result.emplace_back(to_string(id));
  return result;
}

std::string contracts_text(const std::vector<ContractChange>& contracts, std::size_t most) {
  std::string text;
  for (const ContractChange& contract : contracts) text += contract_text(contract, most);
  return text.empty() ? "" : "Contracts\n" + text;
}

std::string contract_lines(const std::vector<ContractChange>& contracts,
                           const EntityId& automation) {
  std::string text;
  for (const ContractChange& contract : contracts) {
    for (const ContractImpact& impact : contract.reach.impacts) {
      if (impact.automation != automation) continue;
      // The findings are sorted, so the first is one of the worst.
      const Finding& worst = contract.findings[impact.findings.front()];
      const std::size_t others = impact.findings.size() - 1;
      text += fmt::format("  contract  {}: {}, {}{}\n", to_string(contract.reach.contract),
                          to_string(worst.level), printable(worst.text),
                          others == 0 ? "" : fmt::format(" (and {} more)", others));
    }
  }
  return text;
}

json::Value contracts_json(const std::vector<ContractChange>& contracts) {
  json::Array result;
  for (const ContractChange& contract : contracts) {
    result.emplace_back(
        json::Object{{"entity", to_string(contract.reach.contract)},
                     {"old", contract.before},
                     {"new", contract.after},
                     {"kind", or_null(contract.kind)},
                     {"not_compared", or_null(contract.not_compared)},
                     {"findings", findings_json(contract.findings)},
                     {"standing", static_cast<std::uint64_t>(contract.reach.standing)},
                     {"impacts", impacts(contract.reach)},
                     {"apart", ids(contract.apart)}});
  }
  return result;
}

}  // namespace tidemark::report
