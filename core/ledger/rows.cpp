#include "core/ledger/rows.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/hash.hpp"
#include "core/json/json.hpp"
#include "core/ledger/database.hpp"

namespace tidemark::ledger {
namespace {

/// In the column that holds no NULL.
constexpr double unknown_cost = -1;

[[noreturn]] void refuse_trial(const std::filesystem::path& path, std::int64_t run,
                               const Outcome& outcome, const char* fact) {
  refuse(path, "run " + std::to_string(run) + ", case " + outcome.case_id + ": " + fact +
                   " (move the ledger away to start an empty one; approvals are in git)");
}

RunSummary summary_of(SQLite::Statement& row) {
  RunSummary run;
  run.id = row.getColumn(0).getInt64();
  run.command = row.getColumn(1).getString();
  run.base = row.getColumn(2).getString();
  run.head = row.getColumn(3).getString();
  run.dirty = row.getColumn(4).getInt() != 0;
  run.started_at = row.getColumn(5).getString();
  run.finished_at = row.getColumn(6).getString();
  run.exit_code = row.getColumn(7).isNull() ? -1 : row.getColumn(7).getInt();
  run.trials = static_cast<std::size_t>(row.getColumn(8).getInt64());
  run.failures = static_cast<std::size_t>(row.getColumn(9).getInt64());
  return run;
}

Facts facts_of(SQLite::Statement& row, int first) {
  Facts facts;
  facts.retry = row.getColumn(first).getInt() != 0;
  if (const auto after = row.getColumn(first + 1); !after.isNull()) {
    facts.retry_after = std::chrono::milliseconds(after.getInt64());
  }
  if (const double cost = row.getColumn(first + 2).getDouble(); cost >= 0) facts.cost = cost;
  facts.input_tokens = static_cast<std::uint64_t>(row.getColumn(first + 3).getInt64());
  facts.output_tokens = static_cast<std::uint64_t>(row.getColumn(first + 4).getInt64());
  facts.model = row.getColumn(first + 5).getString();
  facts.fingerprint = row.getColumn(first + 6).getString();
  return facts;
}

/// Nothing when the text is not what bind_retries() makes.
std::optional<Retries> retries_of(const std::string& text) {
  Retries retries;
  const json::Value by_kind = json::parse(text, "retried_for");
  if (by_kind.object() == nullptr) return std::nullopt;
  for (const auto& [name, count] : *by_kind.object()) {
    const auto kind = failure_kind_named(name);
    if (!kind || count.integer() == nullptr || *count.integer() < 1) return std::nullopt;
    retries[*kind] = static_cast<std::size_t>(*count.integer());
  }
  return retries;
}

}  // namespace

void bind_facts(SQLite::Statement& insert, int first, const Facts& facts) {
  insert.bind(first, facts.retry ? 1 : 0);
  if (facts.retry_after) {
    insert.bind(first + 1, static_cast<std::int64_t>(facts.retry_after->count()));
  }
  insert.bind(first + 2, facts.cost.value_or(unknown_cost));
  insert.bind(first + 3, static_cast<std::int64_t>(facts.input_tokens));
  insert.bind(first + 4, static_cast<std::int64_t>(facts.output_tokens));
  insert.bindNoCopy(first + 5, facts.model);
  insert.bindNoCopy(first + 6, facts.fingerprint);
}

void bind_retries(SQLite::Statement& insert, int first, const Retries& retries) {
  std::size_t all = 0;
  json::Object by_kind;
  for (const auto& [kind, count] : retries) {
    all += count;
    by_kind.emplace_back(to_string(kind), static_cast<std::uint64_t>(count));
  }
  insert.bind(first, static_cast<std::int64_t>(all));
  insert.bind(first + 1, json::dump(std::move(by_kind)));
}

std::string outcome_hash(const Outcome& outcome) {
  const auto kind = outcome.failure ? to_string(outcome.failure->kind) : std::string_view();
  return Sha256()
      .add(std::to_string(outcome.case_id.size()) + ':' + outcome.case_id + ':')
      .add(std::to_string(outcome.run) + ':' + std::string(kind) + ':')
      .add(outcome.failure ? outcome.failure->text : outcome.output)
      .hex();
}

TrialRecord trial_of(SQLite::Statement& row, const std::filesystem::path& path, std::int64_t run) {
  TrialRecord trial;
  Outcome& outcome = trial.outcome;
  outcome.case_id = row.getColumn(2).getString();
  outcome.run = row.getColumn(3).getInt();
  const auto automation = parse_entity_id(row.getColumn(0).getString());
  if (!automation) refuse_trial(path, run, outcome, "of no automation");
  trial.automation = *automation;
  trial.arm = row.getColumn(1).getString();
  outcome.took = std::chrono::microseconds(row.getColumn(7).getInt64());
  outcome.facts = facts_of(row, 8);
  if (const auto made_in = row.getColumn(15); !made_in.isNull()) {
    outcome.made_in = made_in.getInt64();
  }
  if (const auto retried = row.getColumn(16); !retried.isNull()) {
    const auto retries = retries_of(retried.getString());
    if (!retries) refuse_trial(path, run, outcome, "was made again for an unknown reason");
    outcome.retries = *retries;
  }
  std::string text = row.getColumn(5).getString();
  if (row.getColumn(4).isNull()) {
    outcome.output = std::move(text);
  } else {
    const auto kind = failure_kind_named(row.getColumn(4).getString());
    if (!kind) refuse_trial(path, run, outcome, "failed in an unknown way");
    outcome.failure = Failure{*kind, std::move(text)};
  }
  if (outcome_hash(outcome) != row.getColumn(6).getString()) {
    refuse_trial(path, run, outcome, "the outcome does not match its hash");
  }
  return trial;
}

void bind_or_null(SQLite::Statement& statement, int index, const std::string& text) {
  if (text.empty()) {
    statement.bind(index);
  } else {
    statement.bind(index, text);
  }
}

std::vector<RunSummary> newest_runs(SQLite::Database& database, std::size_t most) {
  SQLite::Statement rows(database,
                         "SELECT id,substr(command,1,80),substr(base,1,80),substr(head,1,80),"
                         "dirty,substr(started_at,1,80),substr(ifnull(finished_at,''),1,80),"
                         "exit_code,(SELECT count(*) FROM trials WHERE run=runs.id),"
                         "(SELECT count(*) FROM trials WHERE run=runs.id AND failure IS NOT NULL) "
                         "FROM runs ORDER BY id DESC LIMIT ?");
  rows.bind(1, static_cast<std::int64_t>(most));
  std::vector<RunSummary> result;
  while (rows.executeStep()) result.push_back(summary_of(rows));
  return result;
}

}  // namespace tidemark::ledger
