#pragma once

#include <memory>
#include <string>

#include "core/contract/contract.hpp"
#include "core/contract/schema.hpp"

namespace tidemark::contract {

enum class Kind { openapi, schema, sample };
/// `openapi`, `json-schema` or `sample`.
std::string name_of(Kind kind);

/// One state of a contract, read.
struct State {
  Kind kind;
  std::unique_ptr<Documents> documents;
  std::unique_ptr<Schemas> schemas;
};

/// Throws Error(configuration) for what is malformed or no contract that is known here.
State state_of(const Source& source, Budget& budget);

}  // namespace tidemark::contract
