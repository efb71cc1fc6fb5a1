#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/ledger/tables.hpp"

struct sqlite3;

namespace tidemark::ledger {

/// What a connection's computed table is made from; owned by the connection.
struct ComputedTable {
  std::vector<std::string> columns;
  std::size_t keys = 0;
  std::shared_ptr<const RowSource> source;
};

/// Makes the temporary table `name`, whose rows are computed.
void create_computed(sqlite3* database, const std::string& name, ComputedTable table);

}  // namespace tidemark::ledger
