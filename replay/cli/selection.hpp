#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/graph/neighbours.hpp"
#include "core/model/inventory.hpp"
#include "replay/cli/arguments.hpp"

namespace tidemark::cli {

/// Positions in Inventory::entities.
using Positions = std::vector<Neighbours::Position>;

Neighbours::Position position_of(const Inventory& inventory, const Entity& entity);

/// The words that were given, with `-` replaced by the first word of every line of standard input,
/// so that one listing feeds the next question.
std::vector<std::string> words_given(const std::vector<std::string>& names);

/// The entities that the words name, in that order, each once: ids, bare names, and globs over
/// either, whose `*` crosses '/'. Throws Error(configuration) when a word names none.
Positions entities_named(const Inventory& inventory, const std::vector<std::string>& words);

/// What --kind, --owner, --tier, --tag and --vendor let through: of each filter one of its values,
/// and that of every filter.
class Filter {
 public:
  /// Throws Error(usage) for a kind or tier that there is not, Error(configuration) for an owner, a
  /// tag or a vendor that the inventory does not have.
  Filter(const Arguments& arguments, const Inventory& inventory);

  bool keeps(Neighbours::Position entity) const;
  bool keeps(const Entity& entity) const { return keeps(position_of(inventory_, entity)); }

 private:
  const Inventory& inventory_;
  std::set<Kind> kinds_;
  std::set<Tier> tiers_;
  std::vector<std::string> owners_, tags_;
  bool by_vendor_ = false;
  std::vector<bool> of_vendor_;
};

/// The entities that no automation stands on, directly or through others, and that are none
/// themselves.
Positions orphans_in(const Inventory& inventory, const Neighbours& neighbours);

/// Every owner's name, sorted, unique.
std::vector<std::string> owners_in(const Inventory& inventory);
/// Whether the owner has any role for the entity.
bool is_owner(const Owners& owners, const std::string& name);

/// Throws Error(configuration) unless `name` is among `known`, with the nearest.
void expect_known(const std::string& option, const std::string& name,
                  const std::vector<std::string>& known, const std::string& fact);

}  // namespace tidemark::cli
