#pragma once

// Two inventories side by side; private to core/change.

#include "core/model/inventory.hpp"

namespace tidemark::change {

/// Calls `see` once for each entity of either inventory, in the order of ids: with what it was and
/// what it is, null where it is not.
template <typename See>
void for_each_pair(const Inventory& before, const Inventory& after, const See& see) {
  auto old = before.entities.begin(), now = after.entities.begin();
  while (old != before.entities.end() || now != after.entities.end()) {
    const auto order = old == before.entities.end()  ? std::strong_ordering::greater
                       : now == after.entities.end() ? std::strong_ordering::less
                                                     : old->id <=> now->id;
    see(order <= 0 ? &*old : nullptr, order >= 0 ? &*now : nullptr);
    if (order <= 0) ++old;
    if (order >= 0) ++now;
  }
}

}  // namespace tidemark::change
