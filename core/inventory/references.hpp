#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/inventory/directory.hpp"

namespace tidemark::inventory {

/// Thrown at what is to be complained of by a lookup that cannot.
struct Flawed {};

/// Looks the references of one entity up.
class Lookup {
 public:
  /// Entities that are nowhere are complained of only when `all_read`. Without findings (null) any
  /// thread may ask, and whoever would hear a complaint hears Flawed.
  Lookup(const Directory& directory, bool all_read, Findings* findings)
      : directory_(directory), all_read_(all_read), findings_(findings) {}

  /// Sorted by target, each once.
  std::vector<Use> uses_of(const std::vector<Reference>& references) const;

 private:
  struct Target {
    const Entity* entity;
    const Reference* reference;
  };
  void add_use(std::span<const Target> targets, std::vector<Use>& uses) const;
  /// Null when there is no such entity, which is complained of.
  const Entity* resolved(const Reference& reference) const;
  void complain_of(const Reference& reference) const;
  void complain(const Reference& reference, const std::string& what,
                const std::string& way_out = "") const;
  template <typename WayOut>
  void refuse(const Place& place, const std::string& fact, const WayOut& way_out) const;

  const Directory& directory_;
  const bool all_read_;
  Findings* findings_;
};

}  // namespace tidemark::inventory
