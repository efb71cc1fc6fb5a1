#pragma once

#include <string>

#include "core/ledger/tables.hpp"

namespace tidemark::cli {

/// The answer as CSV (RFC 4180 with LF): a line of column names, then the rows; NULL is an empty
/// field. A text that a spreadsheet would take for a formula has ' before it; numbers stay numbers.
/// Control characters are made visible as everywhere in text.
std::string csv_of(const ledger::Answer& answer);

/// A value as text for people and for CSV; "" for NULL.
std::string cell_text(const ledger::Cell& cell);

}  // namespace tidemark::cli
