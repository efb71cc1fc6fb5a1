#include <iostream>
#include <iterator>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/change/claims.hpp"
#include "core/query/query.hpp"
#include "core/query/tables.hpp"
#include "core/text/code_points.hpp"
#include "replay/cli/alarm.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/csv.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/golden/golden_set.hpp"
#include "replay/pipeline/gate.hpp"

namespace tidemark::cli {
namespace {

std::vector<query::ClaimedFile> claimed_files(const change::World& world) {
  const change::Claims claims(world.inventory, world.folder);
  std::vector<query::ClaimedFile> files;
  for (const git::File& file : world.files->files()) {
    const auto found = claims.of(file.path);
    for (const change::Claim& claim : found) {
      files.push_back({file.path, std::string(to_string(claim.source)), claim.entity});
    }
    // Nobody of this workspace answers for the rest of a repository.
    if (found.empty() && claims.is_inside(file.path)) {
      files.push_back({file.path, claims.is_inventory(file.path) ? "inventory" : "", {}});
    }
  }
  return files;
}

/// A file that cannot be read is `check`'s to complain of.
query::GoldenFacts golden_facts(const change::World& world, const Entity& automation) {
  query::GoldenFacts facts;
  try {
    const ReplaySpec& replay = *automation.replay;
    if (const auto text = pipeline::text_at(world, replay.golden)) {
      const GoldenSet set = golden::read_golden_set(*text, replay.golden);
      facts.cases = static_cast<std::int64_t>(set.cases.size());
      facts.critical = 0;
      for (const GoldenCase& one : set.cases) *facts.critical += one.critical ? 1 : 0;
    }
    if (const auto text = pipeline::text_at(world, replay.baseline)) {
      const Baseline baseline = golden::read_baseline(*text, replay.baseline);
      facts.runs = baseline.runs;
      facts.recorded_at = baseline.recorded_at;
    }
  } catch (const Error& error) {
    if (error.fault() != Fault::configuration) throw;
  }
  return facts;
}

std::function<query::Movement()> movement_since(const Arguments& arguments, const Here& at) {
  if (arguments.base.empty()) return {};
  // A wrong name is said even where nobody reads what changed.
  pipeline::repository_of(at.workspace, "sql --base").resolve(arguments.base);
  return [&at, base = arguments.base, known = std::optional<query::Movement>()]() mutable {
    if (!known) {
      auto found = pipeline::assessment_of(
          pipeline::range_of(at.workspace, base, std::nullopt, pipeline::Purpose::asking));
      known = {std::move(found.changes), std::move(found.impacts)};
    }
    return *known;
  };
}

std::string statement_of(const Arguments& arguments) {
  expect_names(arguments, 1);
  if (arguments.names.front() != "-") return arguments.names.front();
  return {std::istreambuf_iterator<char>(std::cin), {}};
}

ledger::QueryLimits limits_of(const Arguments& arguments) {
  ledger::QueryLimits limits;
  const auto time = parse_duration(arguments.timeout);
  if (!time || time->count() == 0 || *time > std::chrono::hours(24)) {
    throw Error(Fault::usage, "--timeout " + arguments.timeout +
                                  ": must be a duration such as 30s, of a day at most");
  }
  limits.time = *time;
  limits.rows = arguments.limit.value_or(limits.rows);
  return limits;
}

ledger::Answer answer_of(const query::Sources& sources, const std::string& statement,
                         const ledger::QueryLimits& limits) {
  // SQLite looks at the clock between the steps of a statement only: not while it reads one, and
  // one step on long texts may take hours.
  const Alarm alarm(limits.time + std::chrono::seconds(2),
                    "tidemark: sql: not done in time, given up (ask for less, or give --timeout a "
                    "longer time)\n");
  return query::tables_for(sources, statement).ask(statement, limits);
}

json::Value json_of(const ledger::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* real = std::get_if<double>(&cell)) return *real;
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return {};
}

json::Value json_of(const ledger::Answer& answer) {
  json::Array rows;
  for (const ledger::Row& row : answer.rows) {
    json::Array cells;
    for (const ledger::Cell& cell : row) cells.push_back(json_of(cell));
    rows.emplace_back(std::move(cells));
  }
  return json::Object{{"schema", "tidemark.sql/1"},
                      {"columns", json::Array(answer.columns.begin(), answer.columns.end())},
                      {"rows", std::move(rows)},
                      {"cut", answer.cut.empty() ? json::Value() : json::Value(answer.cut)}};
}

std::string table_of(const ledger::Answer& answer) {
  if (answer.rows.empty()) return "none\n";
  std::vector<std::vector<std::string>> rows(1);
  for (const std::string& column : answer.columns) rows[0].push_back(text::printable(column));
  for (const ledger::Row& row : answer.rows) {
    auto& cells = rows.emplace_back();
    for (const ledger::Cell& cell : row) {
      const bool is_null = std::holds_alternative<std::monostate>(cell);
      cells.push_back(is_null ? "-" : text::printable(cell_text(cell), 100));
    }
  }
  return table(rows);
}

void print_answer(const Arguments& arguments, const ledger::Answer& answer) {
  if (arguments.format == Format::json) {
    print_json(json_of(answer));
  } else {
    print_text(arguments.format == Format::csv ? csv_of(answer) : table_of(answer));
  }
  if (!answer.cut.empty()) print_note(answer.cut);
}

int describe_tables(const Arguments& arguments) {
  std::string text;
  json::Array items;
  for (const query::Table& one : query::tables()) {
    std::vector<std::vector<std::string>> rows;
    json::Array columns;
    for (const query::Column& column : one.columns) {
      rows.push_back({"  " + std::string(column.name), column.type, column.meaning});
      columns.emplace_back(
          json::Object{{"name", column.name}, {"type", column.type}, {"meaning", column.meaning}});
    }
    text += (text.empty() ? "" : "\n") + std::string(one.name) + ": " + one.meaning + "\n" +
            table(rows);
    items.emplace_back(json::Object{
        {"name", one.name}, {"meaning", one.meaning}, {"columns", std::move(columns)}});
  }
  print(arguments, text,
        json::Object{{"schema", "tidemark.tables/1"}, {"tables", std::move(items)}});
  return 0;
}

}  // namespace

int sql(const Arguments& arguments) {
  if (arguments.tables) return describe_tables(arguments);
  const std::string statement = statement_of(arguments);
  const ledger::QueryLimits limits = limits_of(arguments);
  const Here at = here(arguments);
  const query::Sources sources{
      at.world.inventory, [&] { return claimed_files(at.world); },
      [&](const Entity& automation) { return golden_facts(at.world, automation); },
      movement_since(arguments, at), ledger_path(arguments, at.workspace)};
  print_answer(arguments, answer_of(sources, statement, limits));
  return 0;
}

}  // namespace tidemark::cli
