#pragma once

// What each shipped rule looks at; private to core/policy.

#include <string>
#include <vector>

#include "core/policy/policy.hpp"

namespace tidemark::policy {

/// What a rule holds against an entity.
struct Objection {
  const Entity& entity;
  Place place;
  std::string fact, way_out;
};

/// Everything that the rule holds against entities in its scope, waived or not.
std::vector<Objection> objections(const Rule& rule, const View& view);

}  // namespace tidemark::policy
