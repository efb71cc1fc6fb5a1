#include "core/base/error.hpp"
#include "core/impact/contract_reach.hpp"
#include "replay/cli/contract_question.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/report/findings.hpp"

namespace tidemark::cli {
namespace {

std::string way_text(const std::vector<EntityId>& way) {
  std::string text;
  for (const EntityId& id : way) text += (text.empty() ? "" : " > ") + to_string(id);
  return text;
}

std::string impacts_text(const std::vector<Finding>& findings, const impact::ContractReach& reach) {
  std::vector<std::vector<std::string>> rows;
  for (const impact::ContractImpact& impact : reach.impacts) {
    // The findings are sorted, so the first is one of the worst.
    const Finding& worst = findings[impact.findings.front()];
    const std::size_t others = impact.findings.size() - 1;
    rows.push_back({"  " + impact.automation.name, std::string(to_string(impact.level)),
                    way_text(impact.path),
                    worst.rule + (others == 0 ? "" : " and " + std::to_string(others) + " more")});
  }
  return table(rows);
}

json::Value impacts_json(const impact::ContractReach& reach) {
  json::Array impacts;
  for (const impact::ContractImpact& impact : reach.impacts) {
    json::Array path, positions;
    for (const EntityId& id : impact.path) path.emplace_back(to_string(id));
    for (const std::size_t position : impact.findings) {
      positions.emplace_back(static_cast<std::uint64_t>(position));
    }
    impacts.emplace_back(json::Object{{"automation", to_string(impact.automation)},
                                      {"level", to_string(impact.level)},
                                      {"path", std::move(path)},
                                      {"findings", std::move(positions)}});
  }
  return impacts;
}

}  // namespace

ContractAnswer contract_impact(const Arguments& arguments, const Inventory& inventory) {
  if (arguments.as.empty()) {
    throw Error(Fault::usage,
                "impact --contract: whose contract is it? (--as ID, e.g. --as "
                "schema:order)");
  }
  const Entity& entity = entity_named(inventory, arguments.as);
  const std::string &before = arguments.contract.at(0), &after = arguments.contract.at(1);
  const auto difference = contract_difference(arguments, before, after);
  const auto& findings = difference.findings;
  const auto reach = impact::reach_of(findings, entity.id, inventory, DependencyGraph(inventory),
                                      [](const Use& use) { return use.detail().parts; });
  return {"Contract " + to_string(entity.id) + ": " + before + " -> " + after + ", " +
              report::findings_count(findings) + "\n" + report::findings_text(findings) + "\n" +
              to_string(reach) + "\n" + impacts_text(findings, reach),
          json::Object{{"entity", to_string(entity.id)},
                       {"old", before},
                       {"new", after},
                       {"kind", difference.kind},
                       {"findings", report::findings_json(findings)},
                       {"standing", static_cast<std::uint64_t>(reach.standing)},
                       {"impacts", impacts_json(reach)}}};
}

}  // namespace tidemark::cli
