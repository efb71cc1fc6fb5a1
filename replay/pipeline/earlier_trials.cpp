#include "replay/pipeline/earlier_trials.hpp"

#include <variant>

#include "core/ledger/tables.hpp"

namespace tidemark::pipeline {
namespace {

double number(const ledger::Cell& cell) {
  if (const auto* real = std::get_if<double>(&cell)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  return 0;
}

}  // namespace

std::map<std::string, TrialMeans> earlier_trials(const std::filesystem::path& ledger) {
  std::map<std::string, TrialMeans> found;
  if (!std::filesystem::exists(ledger)) return found;
  const ledger::Tables tables(ledger);
  const auto answer = tables.ask(
      "SELECT automation, avg(took_us), avg(cost) FROM trials WHERE failure IS NULL AND "
      "run > (SELECT max(run) FROM runs) - 20 GROUP BY automation",
      {});
  for (const ledger::Row& row : answer.rows) {
    const auto* automation = std::get_if<std::string>(row.data());
    if (automation != nullptr) found[*automation] = {number(row[1]) / 1e6, number(row[2])};
  }
  return found;
}

}  // namespace tidemark::pipeline
