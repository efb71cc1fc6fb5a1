#pragma once

#include <string>

#include "core/ledger/tables.hpp"
#include "core/query/query.hpp"

namespace tidemark::query {

/// Makes every table that does not come from the ledger, without rows but for `closure`, which
/// computes them from the inventory whenever it is asked.
void create_tables(ledger::Tables& tables, const Inventory& inventory);

/// Puts the rows into one table; nothing for one that comes from the ledger or computes its
/// rows.
void fill_table(ledger::Tables& tables, const std::string& name, const Sources& sources);

}  // namespace tidemark::query
