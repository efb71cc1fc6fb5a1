#pragma once

#include <optional>
#include <string>

#include "core/contract/schema_walk.hpp"

namespace tidemark::contract {

/// The day after which something is gone, as an `x-sunset` says it.
struct Sunset {
  bool said = false;
  std::string day;  ///< `YYYY-MM-DD`; "" when what was said is no date

  bool is_broken() const { return said && day.empty(); }
};
Sunset sunset_of(const Element& element);

/// Whether and how something is deprecated.
struct Lifecycle {
  bool deprecated = false;
  Sunset sunset;
};
/// Of an element with `deprecated` and `x-sunset`.
Lifecycle lifecycle_of(const Element& element);

/// Deprecation of the property, parameter or header at `spot`, and what its sunset says.
void compare_deprecation(const Lifecycle& was, const Lifecycle& is, const Spot& spot,
                         const Element& place, SchemaWalk& walk);
/// The same of an operation.
void compare_operation_deprecation(const Lifecycle& was, const Lifecycle& is, const Spot& spot,
                                   const Element& place, SchemaWalk& walk);

/// How something that is gone was announced: `with-deprecation`, `without-deprecation` or
/// `before-sunset`.
std::string removal_of(const Lifecycle& was, const std::string& today);
/// The same as the end of a sentence.
std::string removal_text(const Lifecycle& was, const std::string& today);

}  // namespace tidemark::contract
