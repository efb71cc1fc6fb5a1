#pragma once

#include <string>
#include <vector>

namespace tidemark::query {

/// A column as it is described to whoever asks.
struct Column {
  const char* name;
  const char* type;  ///< TEXT, INTEGER or REAL
  const char* meaning;
};

/// A table of `tidemark sql`.
struct Table {
  const char* name;
  const char* meaning;
  std::vector<Column> columns;
};

/// Every table, in the order in which they are described.
const std::vector<Table>& tables();

}  // namespace tidemark::query
