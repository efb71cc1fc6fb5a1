#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::pipeline {

/// A runner whose settings hold what they named.
struct Parameterized {
  RunnerSpec runner;
  std::vector<EntityId> named;    ///< sorted, unique
  std::vector<std::string> kept;  ///< sentences: what the head says otherwise and may not choose
  std::string fault;              ///< a fact and a way out; "" when all was found
};

/// Puts in place of every `${kind:name#attribute}` in the texts of a runner's settings what the
/// inventory says: an entity's version, or an attribute of it (`endpoint`, `price.input`). What
/// follows a further `$`, or is of any other shape, is the plugin's and stays; but for what surely
/// means an entity that is there (`${model:m}`), which is a fault.
Parameterized with_parameters(const RunnerSpec& runner, const Inventory& inventory);

/// The same for a gate, whose runner is the base's. Of the head it takes versions, which are what
/// is tried, as far as they are names and no more: letters, digits and `._@+:/-`, no `..`, nothing
/// that reads as an option or a path of the system, and never in the part of a URL that says who is
/// asked. All else that the head says otherwise would lead the base's runner, with the variables
/// that it was given, to wherever a proposal likes: the base's is taken and `kept` says so.
Parameterized with_parameters(const RunnerSpec& runner, const Inventory& base,
                              const Inventory& head);

/// A text in a runner's settings that looks like a parameter and is none.
struct DoubtfulParameter {
  std::string written;
  std::string meant;               ///< what it would have to be
  std::optional<EntityId> entity;  ///< whose attribute it would be, where that can be told
};

/// `${model:m}`, `${ model:m#version }`, `${m.version}`: they begin with a kind or end with a
/// version, and go to the plugin as they stand. In the order of the settings.
std::vector<DoubtfulParameter> doubtful_parameters(const RunnerSpec& runner);

}  // namespace tidemark::pipeline
