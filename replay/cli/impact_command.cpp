#include <algorithm>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/contract_question.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/ranges.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/impact_cases.hpp"
#include "replay/report/contracts.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {
namespace {

using pipeline::Assessment;

pipeline::Supposition supposition_of(const Arguments& arguments, const Inventory& inventory) {
  pipeline::Supposition supposed;
  for (const std::string& name : arguments.changed) {
    supposed.changed.push_back(entity_named(inventory, name).id);
  }
  supposed.contracts = contracts_named(arguments, inventory);
  return supposed;
}

Assessment asked_assessment(const Arguments& arguments, const pipeline::Workspace& workspace) {
  if (arguments.base.empty()) {
    const Here at = here(arguments, workspace);
    return pipeline::assessment_of(at.world, supposition_of(arguments, at.world.inventory));
  }
  auto range = asked_range(arguments, workspace);
  auto supposed = supposition_of(arguments, range.after.inventory);
  const auto files = range.after.files;
  std::optional<Assessment> assessment;
  on_all_cores(2, [&](std::size_t part) {
    if (part == 0) {
      assessment.emplace(pipeline::assessment_of(std::move(range), std::move(supposed)));
    } else {
      files->prepare_to_find();  // the golden sets, whose cases will be counted
    }
  });
  return *std::move(assessment);
}

const Entity& entity_of(const Assessment& assessment, const EntityId& id) {
  const Entity* now = assessment.range.after.inventory.find(id);
  return now != nullptr ? *now : *assessment.range.before.inventory.find(id);
}

/// How the way goes: "breaking", "hard", "2 uses away".
std::vector<std::string> kind_cells(const Impact& impact) {
  if (impact.path.empty()) return {"unknown", "-", "-"};
  const std::size_t distance = impact.path.size() - 1;
  return {std::string(to_string(impact.change_class)), std::string(to_string(impact.strength)),
          distance == 0 ? "itself" : text::counted(distance, "use", "uses") + " away"};
}

std::string cases_cell(const std::optional<CaseSelection>& cases) {
  if (!cases) return "no golden cases";
  return std::to_string(cases->called) + " of " +
         text::counted(cases->all, "golden case", "golden cases");
}

using Selections = std::vector<std::optional<CaseSelection>>;

std::vector<std::string> row_of(const Assessment& assessment, const Impact& impact,
                                const std::optional<CaseSelection>& cases) {
  const std::string& owner = entity_of(assessment, impact.automation).owners.technical;
  std::vector<std::string> row = {"  " + impact.automation.name};
  for (std::string& cell : kind_cells(impact)) row.push_back(std::move(cell));
  row.push_back(cases_cell(cases));
  row.push_back(owner.empty() ? "no owner" : text::printable(owner));
  row.push_back(report::way_text(impact));
  return row;
}

std::string reached_text(const Assessment& assessment, const Selections& cases, std::string above) {
  constexpr std::size_t in_a_part = 256;  // rows that one core makes at a time
  std::vector<std::vector<std::string>> rows(assessment.impacts.size());
  in_parts_on_all_cores(rows.size(), in_a_part, [&](std::size_t i) {
    rows[i] = row_of(assessment, assessment.impacts[i], cases[i]);
  });
  above += "Reached: " + std::to_string(assessment.impacts.size()) + " of " +
           text::counted(assessment.automations.size(), "automation", "automations") + "\n";
  std::string text = table(rows, std::move(above));
  leave(std::move(rows));
  return text;
}

json::Value impacts_json(const Assessment& assessment, const Selections& cases) {
  json::Value impacts = report::impacts_json(assessment.impacts);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    json::Value& one = (*impacts.array())[i];
    const auto count = [](std::size_t number) {
      return json::Value(static_cast<std::uint64_t>(number));
    };
    one.set("cases", cases[i] ? json::Value(json::Object{{"called", count(cases[i]->called)},
                                                         {"all", count(cases[i]->all)}})
                              : json::Value());
    const Owners& owners = entity_of(assessment, assessment.impacts[i].automation).owners;
    one.set("owners", json::Object{{"technical", owners.technical},
                                   {"operational", owners.operational},
                                   {"escalation", owners.escalation}});
  }
  return impacts;
}

json::Value answer_json(const Arguments& arguments, const Assessment& assessment,
                        const Selections& cases) {
  json::Value value = arguments.base.empty() ? json::Object{{"schema", "tidemark.impact/1"}}
                                             : range_json("tidemark.impact/1", assessment.range);
  const json::Value all = report::changes_json(assessment.changes);
  for (const auto& [name, member] : *all.object()) {
    if (!arguments.base.empty() || name == "changes") value.set(name, member);
  }
  value.set("contracts", report::contracts_json(contract_changes(assessment)));
  value.set("impacts", impacts_json(assessment, cases));
  return value;
}

std::string answer_text(const Arguments& arguments, const Assessment& assessment,
                        const Selections& cases) {
  std::string text = arguments.base.empty() ? "" : report::changes_text(assessment.changes) + "\n";
  const std::string contracts = report::contracts_text(contract_changes(assessment), 0);
  if (!contracts.empty()) text += contracts + "\n";
  return reached_text(assessment, cases, std::move(text));
}

}  // namespace

int impact(const Arguments& arguments) {
  if (arguments.changed.empty() && arguments.contract.empty()) need_base(arguments);
  const auto workspace = pipeline::find_workspace(arguments.folder);
  auto assessment = asked_assessment(arguments, workspace);
  const auto cache = pipeline::cache_of(workspace);
  const Selections cases = pipeline::cases_of_impacts(assessment, cache.get());
  if (arguments.format == Format::json) {
    print_json(answer_json(arguments, assessment, cases));
  } else {
    print_text(answer_text(arguments, assessment, cases));
  }
  leave(std::move(assessment));
  return 0;
}

}  // namespace tidemark::cli
