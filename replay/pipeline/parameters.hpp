#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::pipeline {

/// A runner whose settings hold what they named.
struct Parameterized {
  RunnerSpec runner;
  std::vector<EntityId> named;  ///< sorted, unique
  std::string fault;            ///< a fact and a way out; "" when all was found
};

/// Puts in place of every `${kind:name#attribute}` in the texts of a runner's settings what the
/// first of the states that knows it says: an entity's version, or an attribute of it (`endpoint`,
/// `price.input`). What follows a further `$`, or is of any other shape, is the plugin's and stays.
Parameterized with_parameters(const RunnerSpec& runner,
                              std::initializer_list<const Inventory*> states);

}  // namespace tidemark::pipeline
