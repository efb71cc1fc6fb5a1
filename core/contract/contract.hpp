#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/contract/documents.hpp"
#include "core/model/finding.hpp"

namespace tidemark::contract {

using Direction = DataDirection;

/// Whether one receives the data that a schema describes, or sends it. An API says so itself.
enum class Stance { consume, provide };

/// One state of a contract.
struct Source {
  std::string file;  ///< as the reader knows it; its ending says what a sample is
  std::string text;
  FileReader reader;  ///< for files that it refers to
};

/// What differs between two states of a contract.
struct Difference {
  std::string kind;               ///< `openapi`, `json-schema` or `sample`
  std::vector<Finding> findings;  ///< unique; breaking first, then by operation, part and rule
  std::uint64_t steps = 0;        ///< of work
};

/// Compares two states of an OpenAPI 3 file, a JSON Schema, or a sample of data (CSV, TSV, JSON
/// lines). `stance` is for the latter two (nothing: consume). `today` (`YYYY-MM-DD`) decides about
/// sunsets. Throws Error: configuration for what is malformed, of different kinds or too large to
/// compare, usage for a stance towards an API, security for a reference that leads outside.
Difference difference(const Source& before, const Source& after, std::optional<Stance> stance,
                      const std::string& today);

/// What a file is by its ending and its text: `openapi`, `json-schema`, `sample`, or "" when it is
/// no contract that is known here. Throws Error(configuration) when it is malformed.
std::string kind_named(const Source& source);

/// For each list of `parts` that a use names, whether it sees the same in both states, word for
/// word: what its operations and pointers lead to, with what stands around it and everything that
/// is referred to. That also proves what no rule knows. False without parts, for parts that lead
/// nowhere, and where it would take too long to tell. Throws as difference() does.
std::vector<bool> same_through(const Source& before, const Source& after,
                               const std::vector<std::vector<std::string>>& uses);

/// Positions of the findings that reach a use which names the `parts` it rests on: operations
/// (`GET /orders/{id}`) and pointers into the data (`/items/*/price`); none means all of it. A
/// finding about no single operation reaches every operation. Pointers say what is read, so within
/// an operation they leave out only findings about responses; in a schema of data that one sends,
/// what is newly demanded reaches every part.
std::vector<std::size_t> reaching(const std::vector<Finding>& findings,
                                  const std::vector<std::string>& parts);

/// Whether a part may name something: an operation or a pointer.
bool is_part(std::string_view part);

}  // namespace tidemark::contract
