#pragma once

#include <string>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::policy {

/// Whether a rule with this scope looks at the entity.
bool is_in(const Scope& scope, const Entity& entity);

/// Whether any glob names the id, or its name alone. `text` is the id's.
bool names(const std::vector<std::string>& globs, const EntityId& id, const std::string& text);

}  // namespace tidemark::policy
