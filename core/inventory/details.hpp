#pragma once

// The maps that an entity may hold beside `owners`, `uses` and `replay`.

#include <optional>

#include "core/inventory/fields.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::inventory {

/// Thresholds beyond which an automation's owners want to hear of it, as attributes `alerts.*`.
void read_alerts(const Field& field, Entity& entity);
/// A vendor's terms, as attributes `contract.*`.
void read_contract(const Field& field, Entity& entity);
/// How much of an API may be used, as attributes `rate_limit.*`.
void read_rate_limit(const Field& field, Entity& entity);
/// What a million tokens cost in USD, as attributes `price.*`.
void read_price(const Field& field, Entity& entity);
void read_probe(const Field& field, std::optional<ProbeSpec>& target);

}  // namespace tidemark::inventory
