#pragma once

#include <string>

#include "core/ledger/tables.hpp"
#include "core/query/query.hpp"

namespace tidemark::query {

/// Makes every table that does not come from the ledger, without rows.
void create_tables(ledger::Tables& tables);

/// Puts the rows into one table; nothing for a table that comes from the ledger.
void fill_table(ledger::Tables& tables, const std::string& name, const Sources& sources);

}  // namespace tidemark::query
