#pragma once

#include <string>

#include "core/contract/document.hpp"

namespace tidemark::contract {

/// Whether a file's ending says that it holds data: .csv, .tsv, .jsonl, .ndjson.
bool is_sample(const std::string& file);

/// The JSON Schema that the rows of a sample follow: columns, their types, which may be empty and
/// which are always there. Throws Error(configuration) with the line of a malformed row.
Document schema_of_sample(const std::string& text, const std::string& file);

}  // namespace tidemark::contract
