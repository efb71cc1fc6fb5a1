#pragma once

#include <optional>

#include "core/inventory/fields.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::inventory {

inline constexpr std::array<std::string_view, 2> within_margin_names = {"pass", "review"};

/// Reads an automation's `replay`. Complains of everything that would make a replay meaningless.
void read_replay(const Field& field, std::optional<ReplaySpec>& target);

}  // namespace tidemark::inventory
