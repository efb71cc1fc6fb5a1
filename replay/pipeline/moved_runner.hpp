#pragma once

#include <string>

#include "core/change/changes.hpp"

namespace tidemark::pipeline {

/// A path that the base's runner names, that the base has and the head has not, and that the head's
/// own runner names no more; "" when there is none. Then the base's runner cannot run on the head:
/// its program or its prompt was renamed. Both entities are replayed.
std::string path_taken_away(const change::World& base, const Entity& in_base,
                            const change::World& head, const Entity& in_head);

}  // namespace tidemark::pipeline
