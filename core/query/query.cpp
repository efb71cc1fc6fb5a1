#include "core/query/query.hpp"

#include "core/base/error.hpp"
#include "core/query/fill.hpp"
#include "core/query/tables.hpp"
#include "core/text/suggest.hpp"

namespace tidemark::query {
namespace {

/// The nearest table or column to the name at the end of SQLite's "no such table: entitys".
std::string hint(const std::string& complaint) {
  const std::size_t start = complaint.find("no such ");
  if (start == std::string::npos) return "";
  std::string name = complaint.substr(complaint.find(": ", start) + 2);
  name = name.substr(name.find('.') == std::string::npos ? 0 : name.find('.') + 1);
  const bool is_table = complaint.find("no such table", start) == start;
  std::vector<std::string> known;
  for (const Table& table : tables()) {
    if (is_table) known.emplace_back(table.name);
    for (const Column& column : table.columns) {
      if (!is_table) known.emplace_back(column.name);
    }
  }
  const std::string near = text::did_you_mean(name, known);
  return " (" + (near.empty() ? "" : near + " ") + "see `tidemark sql --tables`)";
}

std::set<std::string> tables_read_by(const ledger::Tables& tables, const std::string& sql) {
  try {
    return tables.read_by(sql);
  } catch (const Error& error) {
    if (error.fault() != Fault::usage) throw;
    throw Error(Fault::usage, error.what() + hint(error.what()));
  }
}

}  // namespace

ledger::Tables tables_for(const Sources& sources, const std::string& sql) {
  ledger::Tables tables(sources.ledger);
  create_tables(tables, sources.inventory);
  for (const std::string& name : tables_read_by(tables, sql)) fill_table(tables, name, sources);
  return tables;
}

}  // namespace tidemark::query
