#include "core/change/renames.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/explained.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/ranges.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/contracts.hpp"
#include "replay/report/contracts.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {

namespace {

/// Compares what contracts changed; whom that reaches is only asked where one did.
std::vector<ContractChange> contracts_of(const pipeline::Range& range, ChangeSet& changes) {
  auto compared = pipeline::contracts_between(range, changes);
  if (!compared.empty()) {
    const DependencyGraph both(range.before.inventory, range.after.inventory);
    pipeline::bypasses_of(compared, changes, range, both);
  }
  std::vector<ContractChange> contracts;
  for (auto& one : compared) contracts.push_back(std::move(one.change));
  return contracts;
}

}  // namespace

int changes(const Arguments& arguments) {
  need_base(arguments);
  auto range = asked_range(arguments);
  ChangeSet found = change::changes_between(range.before, range.after);
  const auto contracts = contracts_of(range, found);
  json::Value value = range_json("tidemark.changes/1", range);
  const json::Value all = report::changes_json(found);
  for (const auto& [name, member] : *all.object()) value.set(name, member);
  value.set("contracts", report::contracts_json(contracts));
  const auto renames = change::renames_between(range.before.inventory, range.after.inventory);
  value.set("renamed", renames_json(renames));
  std::string text =
      report::changes_text(found) + report::contracts_text(contracts, 0) + renames_text(renames);
  if (arguments.explain_paths) {
    const auto paths = change::explain(range.before, range.after, found);
    value.set("explained", explained_json(paths));
    text += explained_text(paths);
  }
  print(arguments, text, value);
  leave(std::move(range));
  return 0;
}

}  // namespace tidemark::cli
