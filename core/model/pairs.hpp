#pragma once

#include <compare>

#include "core/model/inventory.hpp"

namespace tidemark {

/// Calls `see` once for each entity of either inventory, in the order of ids: with what it was and
/// what it is, null where it is not.
template <typename See>
void for_each_pair(const Inventory& before, const Inventory& after, const See& see) {
  auto old = before.entities.begin(), now = after.entities.begin();
  const auto order = [&] {
    if (old == before.entities.end()) return std::strong_ordering::greater;
    if (now == after.entities.end()) return std::strong_ordering::less;
    // Most entities of two states are the same object.
    return &*old == &*now ? std::strong_ordering::equal : old->id <=> now->id;
  };
  while (old != before.entities.end() || now != after.entities.end()) {
    const auto which = order();
    see(which <= 0 ? &*old : nullptr, which >= 0 ? &*now : nullptr);
    if (which <= 0) ++old;
    if (which >= 0) ++now;
  }
}

}  // namespace tidemark
